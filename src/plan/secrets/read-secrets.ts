import { isUtf8 } from 'node:buffer';
import { isProblem, Problem } from '../../errors.ts';
import type { Files } from '../../workspace/index.ts';
import { encodingsOf } from './encoded-file.ts';
import { secretsInText } from './secret-values.ts';

/** A file of passwords and keys is far smaller; what is larger would make every search slow. Bytes. */
const LARGEST = 256 * 1024;
const MOST_FILES = 500;
const DEEPEST = 8;

export interface FoundSecrets {
  readonly values: readonly string[];
  /** What could not be looked into (SECRET_UNMASKED), for the user to know. */
  readonly unmasked: readonly Problem[];
}

/** The secrets in all files below `folder` and in `others`. Never rejects. Costs one look at the disk where there are none. */
export async function readSecrets(folder: string, others: readonly string[], files: Files): Promise<FoundSecrets> {
  const unmasked: Problem[] = [];
  const found = await tolerate(unmasked, folder, () => listFiles(folder, files, 0), []);
  const paths = [...new Set([...found, ...others])].filter((path) => !path.endsWith('.pub'));
  if (paths.length > MOST_FILES) unmasked.push(tooMany(folder, paths.length));
  const values = await Promise.all(
    paths.slice(0, MOST_FILES).map((path) => tolerate(unmasked, path, () => readFile(path, files, unmasked), [])),
  );
  return { values: values.flat(), unmasked };
}

async function listFiles(folder: string, files: Files, depth: number): Promise<string[]> {
  const entries = await files.list(folder);
  const below = entries.map(async ({ name, kind }) => {
    const path = `${folder}/${name}`;
    const real = kind === 'link' ? (await files.inspect(path))?.kind : kind;
    if (real === 'file') return [path];
    // A link to a folder may lead in a circle, hence the depth.
    return real === 'directory' && depth < DEEPEST ? listFiles(path, files, depth + 1) : [];
  });
  return (await Promise.all(below)).flat();
}

async function readFile(path: string, files: Files, unmasked: Problem[]): Promise<string[]> {
  const info = await files.inspect(path);
  if (info?.kind !== 'file') return [];
  if (info.size > LARGEST) {
    unmasked.push(tooLarge(path, info.size));
    return [];
  }
  const contents = (await files.read(path)) ?? Buffer.alloc(0);
  return [...(isUtf8(contents) ? secretsInText(contents.toString('utf8')) : []), ...encodingsOf(contents)];
}

async function tolerate<T>(unmasked: Problem[], path: string, read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isProblem(error)) throw error;
    unmasked.push(
      new Problem('SECRET_UNMASKED', `what is in ${path} is not masked: ${error.message}`, {
        hint: `ls -ld '${path}'   (make it readable for yourself, or remove it)`,
        cause: error,
      }),
    );
    return otherwise;
  }
}

function tooLarge(path: string, size: number): Problem {
  const kib = String(Math.ceil(size / 1024));
  return new Problem(
    'SECRET_UNMASKED',
    `what is in ${path} is not masked: ${kib} KiB are more than ${String(LARGEST / 1024)}`,
    {
      hint: `mv '${path}' .   (or anywhere outside of artifacts/secrets; its secret values can stand in secrets.poly)`,
    },
  );
}

function tooMany(folder: string, count: number): Problem {
  const message = `only ${String(MOST_FILES)} of ${String(count)} files in ${folder} are masked`;
  return new Problem('SECRET_UNMASKED', message, { hint: 'keep only secrets there' });
}
