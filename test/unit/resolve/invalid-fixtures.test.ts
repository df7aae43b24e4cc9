import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createFiles } from '../../../src/adapters/disk/files.ts';
import { isProblem, Problem } from '../../../src/errors.ts';
import { openWorkspace } from '../../../src/pipeline.ts';
import type { Files } from '../../../src/workspace/index.ts';

const root = join(import.meta.dirname, '../../fixtures/invalid');
const update = process.env['UPDATE_FIXTURES'] === '1';
const disk = createFiles();

/** Disks on which something is wrong that no repository can hold. */
const brokenDisks: Partial<Record<string, Files>> = {
  FILE_TOO_LARGE: withBlock({
    inspect: () => Promise.resolve({ kind: 'file', size: 100 * 1024 * 1024 }),
    read: () => Promise.reject(new Error('a file that is too large must not be read')),
  }),
  FILE_UNREADABLE: withBlock({
    inspect: () => Promise.resolve({ kind: 'file', size: 10 }),
    read: (path) => {
      const places = [{ file: path, line: 1, column: 1 }];
      return Promise.reject(new Problem('FILE_UNREADABLE', 'you may not read it', { places }));
    },
  }),
};

const codes = readdirSync(root).filter((name) => existsSync(join(root, name, 'expected.json')) || update);

describe('every invalid workspace is told off in exactly these words', () => {
  test.each(codes)('%s', async (code) => {
    const folder = join(root, code);
    const report = await reportOn(folder, brokenDisks[code] ?? disk);
    expect(report.map((line) => line.code)).toContain(code);
    if (update) writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    expect(report).toEqual(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
  });
});

interface Line {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly places: readonly string[];
}

async function reportOn(folder: string, files: Files): Promise<Line[]> {
  try {
    const nothing = { get: () => undefined, put: () => undefined, keep: () => Promise.resolve() };
    const parseCache = { open: () => Promise.resolve(nothing) };
    const { findings } = await openWorkspace(folder, { files, parseCache, host: { version: '1.0.0' } });
    const errors = findings.filter(({ severity }) => severity === 'error');
    return (errors.length > 0 ? errors : findings).map(({ problem, severity }) => toLine(problem, folder, severity));
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    return [problem, ...problem.others].map((each) => toLine(each, folder, 'error'));
  }
}

function toLine({ code, message, hint, places }: Problem, folder: string, severity: Line['severity']): Line {
  const at = places.map(({ file, line, column, length }) => {
    return `${relative(folder, file)}:${String(line)}:${String(column)}${length === undefined ? '' : ` (${String(length)})`}`;
  });
  return { severity, code, message: message.replaceAll(folder, '<folder>'), hint, places: at };
}

/** The disk with one more file, blocks/shop/block.poly, that behaves like `block`. */
function withBlock(block: Partial<Files>): Files {
  const isBlock = (path: string) => path.endsWith('shop/block.poly');
  return {
    ...disk,
    list: (path) => {
      if (path.endsWith('/blocks')) return Promise.resolve([{ name: 'shop', kind: 'directory' }]);
      return path.endsWith('/shop') ? Promise.resolve([{ name: 'block.poly', kind: 'file' }]) : disk.list(path);
    },
    inspect: (path) => (isBlock(path) && block.inspect ? block.inspect(path) : disk.inspect(path)),
    read: (path) => (isBlock(path) && block.read ? block.read(path) : disk.read(path)),
  };
}
