import { Problem } from '../../errors.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import type { Files } from '../../workspace/index.ts';

/** Shorter values are words that stand anywhere: `admin`, `postgres`. */
const LEAST = 10;
/** No text that a person has written is longer; programs are. */
const MOST_BYTES = 1024 * 1024;

/** SECRET_EXPOSED for each of these files of the workspace that holds a value of secrets.poly. */
export async function findExposed(
  paths: readonly string[],
  { directory, secretValues }: Pick<ResolvedWorkspace, 'directory' | 'secretValues'>,
  files: Pick<Files, 'read' | 'inspect'>,
): Promise<Problem[]> {
  const secrets = secretValues.filter((value) => value.length >= LEAST);
  if (secrets.length === 0) return [];
  const found: Problem[] = [];
  for (const path of paths) {
    const file = `${directory}/${path}`;
    const info = await files.inspect(file);
    if (info?.kind !== 'file' || info.size > MOST_BYTES) continue;
    const text = (await files.read(file))?.toString('utf8') ?? '';
    const secret = secrets.find((value) => text.includes(value));
    if (secret === undefined) continue;
    const line = text.slice(0, text.indexOf(secret)).split('\n').length;
    found.push(
      new Problem('SECRET_EXPOSED', `${path} holds a value of secrets.poly, and would be in the bundle`, {
        hint: 'take it out of there, or bundle the image alone: --image-only',
        // Nothing of the line is shown: it holds the secret.
        places: [{ file, line, column: 1 }],
      }),
    );
  }
  return found;
}
