import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { isProblem, type Problem } from '../../src/errors.ts';
import { openWorkspace } from '../../src/pipeline.ts';
import { createMemoryFiles, type MemoryEntry } from '../fakes/memory-files.ts';

/** How often a property is tried: 500 times in `npm test`, what FUZZ_RUNS says otherwise. `npm run fuzz` says 10,000. */
export const RUNS = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) };
/** Milliseconds a test may take for so many runs. */
export const PATIENCE_MS = 60_000 + RUNS.numRuns * 100;

const root = join(import.meta.dirname, '../..');

/** All files below `folder` of this repository that end in `pattern`, by their paths below it. */
export function readTexts(folder: string, pattern: RegExp): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    pattern.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
}

const parseCache = {
  open: () => Promise.resolve({ get: () => undefined, put: () => undefined, keep: () => Promise.resolve() }),
};

/** Opens the workspace in /ws; throws when anything but Problems, whose places are in its files, comes out. */
export async function survive(files: Readonly<Record<string, MemoryEntry>>): Promise<void> {
  const problems = await open(files);
  const lengths = measure(files);
  for (const problem of problems) checkPlaces(problem, lengths);
}

async function open(files: Readonly<Record<string, MemoryEntry>>): Promise<readonly Problem[]> {
  try {
    const world = { files: createMemoryFiles(files), parseCache, host: { version: '1.0.0' } };
    const { findings } = await openWorkspace('/ws', world);
    return findings.map(({ problem }) => problem);
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return [cause, ...cause.others];
  }
}

/** Lengths of the lines of files, without a byte order mark. */
function measure(files: Readonly<Record<string, MemoryEntry>>): ReadonlyMap<string, readonly number[]> {
  const texts = Object.entries(files).filter(([, entry]) => typeof entry === 'string' || Buffer.isBuffer(entry));
  return new Map(
    texts.map(([file, entry]) => {
      const lines = (entry as string | Buffer)
        .toString()
        .replace(/^\uFEFF/, '')
        .split('\n');
      return [file, lines.map(({ length }) => length)];
    }),
  );
}

function checkPlaces({ code, message, places }: Problem, lengths: ReadonlyMap<string, readonly number[]>): void {
  if (places.length === 0) throw new Error(`${code} "${message}": no place`);
  for (const { file, line, column } of places) {
    const room = lengths.get(file)?.[line - 1];
    if (room === undefined || column < 1 || column > room + 1) {
      throw new Error(
        `${code} "${message}": ${relative('/ws', file)}:${String(line)}:${String(column)} is not in the file`,
      );
    }
  }
}

/** Pieces that mean something in YAML, or once did. */
export const PIECES = [
  ...[
    ' ',
    '  ',
    '\n',
    '\t',
    '\r\n',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' #',
    '"',
    "'",
    '|',
    '|-',
    '>+2',
    '[',
    ']',
    '{',
    '}',
    ',',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '<<: ',
    '!',
    '!!str ',
    '%',
    '? ',
    '---\n',
    '...\n',
    '\\',
    '~',
    '@',
    '`',
    '=',
    '0',
    '\uFEFF',
  ],
  ...['\u00e9', '\u2028', '🚀', '__proto__: ', 'constructor: ', 'toString', 'yes', 'on', '1e999', '9007199254740993'],
  ...['2026-01-02', '1:30', '../', '/', 'name: ', 'from: ', 'blocks:\n', 'actions:\n', 'null', '.inf', '0x1F', '    '],
];

/** `texts` with up to `most` changes in bytes, lines and words. */
export function mutated(texts: readonly string[], most = 3): fc.Arbitrary<string> {
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('put' as const), at, piece: fc.constantFrom(...PIECES), cut: fc.nat(6) }),
    fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const, 'indent' as const, 'swap' as const), at }),
  );
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: most }))
    .map(([text, changes]) =>
      changes.reduce((before, one) => {
        if (one.kind === 'put') {
          const offset = Math.floor(one.at * before.length);
          return before.slice(0, offset) + one.piece + before.slice(offset + one.cut);
        }
        return changeLine(before, one.kind, one.at);
      }, text),
    );
}

function changeLine(text: string, kind: 'drop' | 'double' | 'indent' | 'swap', at: number): string {
  const lines = text.split('\n');
  const index = Math.min(lines.length - 1, Math.floor(at * lines.length));
  const line = lines[index] ?? '';
  const next = lines[index + 1] ?? '';
  if (kind === 'drop') lines.splice(index, 1);
  else if (kind === 'double') lines.splice(index, 0, line);
  else if (kind === 'indent') lines.splice(index, 1, at > 0.5 ? ` ${line}` : line.slice(1));
  else lines.splice(index, 2, next, line);
  return lines.join('\n');
}
