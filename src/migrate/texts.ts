import { dirname, join, sep } from 'node:path';
import { LineCounter } from 'yaml';
import type { Place } from '../errors.ts';
import { placeAt, type Files } from '../workspace/index.ts';

/** A file that is read line by line: a playbook, a template, a script. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** Folder of the block it belongs to. */
  readonly folder: string | undefined;
  readonly kind: 'playbook' | 'script';
  /** The place of `length` characters, the first of them counted from 0. */
  placeAt(start: number, length: number): Place;
}

const READ = /\.(ya?ml|j2|sh|bash)$/;
const NEVER_ENTERED = new Set(['node_modules', '.git', '.terraform', 'collections']);
const LARGEST_BYTES = 1024 * 1024;
const DEEPEST = 20;

/** Every playbook, template and script below `root`, sorted by path; links are not followed. What cannot be read is left out. */
export async function readTexts(root: string, blockFolders: readonly string[], files: Files): Promise<TextFile[]> {
  const nearestFirst = blockFolders.toSorted((a, b) => b.length - a.length);
  const owner = (path: string) =>
    nearestFirst.find((folder) => dirname(path) === folder || path.startsWith(folder + sep));
  const paths = await listTexts(root, files, 0);
  const found: TextFile[] = [];
  for (const path of paths.sort()) {
    const file = await readTextFile(path, files, owner(path));
    if (file !== undefined) found.push(file);
  }
  return found;
}

/** One text file of the block in `folder`; undefined when there is none, or it cannot be read. */
export async function readTextFile(path: string, files: Files, folder?: string): Promise<TextFile | undefined> {
  const info = await files.inspect(path).catch(() => undefined);
  if (info?.kind !== 'file' || info.size > LARGEST_BYTES) return undefined;
  const bytes = await files.read(path).catch(() => undefined);
  return bytes === undefined ? undefined : asText(path, bytes.toString('utf8'), folder);
}

async function listTexts(folder: string, files: Files, depth: number): Promise<string[]> {
  if (depth > DEEPEST) return [];
  const entries = await files.list(folder).catch(() => []);
  const found = await Promise.all(
    entries.map(async ({ name, kind }) => {
      if (kind === 'directory' && !NEVER_ENTERED.has(name)) return listTexts(join(folder, name), files, depth + 1);
      return kind === 'file' && READ.test(name) ? [join(folder, name)] : [];
    }),
  );
  return found.flat();
}

function asText(path: string, text: string, folder: string | undefined): TextFile {
  let lines: LineCounter | undefined;
  return {
    path,
    text,
    folder,
    kind: /\.(sh|bash)$/.test(path) ? 'script' : 'playbook',
    placeAt(start, length) {
      lines ??= countLines(text);
      return placeAt({ path, text, lines, confidential: false }, start, start + length);
    },
  };
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}
