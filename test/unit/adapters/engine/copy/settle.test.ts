import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepBoth } from '../../../../../src/adapters/engine/copy/conflicts.ts';
import { type Entry, parseRecords } from '../../../../../src/adapters/engine/copy/entry.ts';
import { placeEntries, removePlaces } from '../../../../../src/adapters/engine/copy/settle.ts';
import { describeConflict } from '../../../../../src/adapters/engine/copy/warnings.ts';

let base: string;
let root: string;
let outside: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'polycrate-settle-'));
  [root, outside, folder] = ['root', 'outside', 'stage'].map((name) => path.join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [root, outside, folder]) mkdirSync(made);
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const entry = (place: string, type: Entry['type'] = 'file', link = ''): Entry => ({
  ...{ path: place, type, mode: type === 'folder' ? 0o755 : 0o644, size: 0, mtime: '1700000000', uid: 0, gid: 0, link },
});
const optionsFor = (entries: readonly Entry[]) => {
  const files = entries.filter(({ type }) => type === 'file');
  const staged = new Map(files.map(({ path: place }, index) => [place, path.join(folder, String(index))]));
  for (const [place, file] of staged) writeFileSync(file, `from there: ${place}`);
  return { staged, folder, owner: () => undefined };
};
const place = (...entries: Entry[]): readonly Entry[] => placeEntries(root, entries, optionsFor(entries));
const at = (name: string): string => path.join(root, name);

describe('what comes back from an engine stays in the workspace', () => {
  test('when a folder is replaced by a link while files come into it', () => {
    const hostile = [entry('a', 'folder'), entry('a/-'), entry('a/.', 'link', outside), entry('a/zz')];
    expect(() => place(...hostile)).toThrow(expect.objectContaining({ code: 'LINK_OUTSIDE' }));
    expect(readdirSync(outside)).toEqual([]);
  });

  test('when a link comes first and files below it afterwards', () => {
    mkdirSync(at('a'));
    expect(() => place(entry('a', 'link', outside), entry('a/zz'))).toThrow(
      expect.objectContaining({ code: 'LINK_OUTSIDE' }),
    );
    expect(readdirSync(outside)).toEqual([]);
  });

  test.each(['../outside/x', '/x', './x', 'a//x', 'a/../../outside/x', '.', '..'])('when its path is %j', (odd) => {
    mkdirSync(at('a'));
    expect(() => place(entry(odd))).toThrow(expect.objectContaining({ code: 'LINK_OUTSIDE' }));
    expect(readdirSync(outside)).toEqual([]);
  });

  test('when something is to be removed behind a link', () => {
    symlinkSync(outside, at('way'));
    writeFileSync(path.join(outside, 'kept'), '');
    removePlaces(root, ['way/kept', '../outside/kept']);
    expect(readdirSync(outside)).toEqual(['kept']);
  });

  test.each(['a/.', 'a/..', './a', '/a', '..', '.'])('and a record of %j is not even read', (odd) => {
    expect(parseRecords(`f 644 1 1700000000 0:0 ${odd}//\0f 644 1 1700000000 0:0 fine//\0`)).toMatchObject([
      { path: 'fine' },
    ]);
  });
});

describe('a folder that has become a file there', () => {
  test('stays here with what never was there', () => {
    mkdirSync(at('sub/deep'), { recursive: true });
    for (const name of ['sub/known', 'sub/deep/known', 'sub/mine']) writeFileSync(at(name), '');
    removePlaces(root, ['sub/deep', 'sub/known', 'sub/deep/known']);
    expect(place(entry('sub'), entry('other'))).toMatchObject([{ path: 'sub' }]);
    expect(readdirSync(at('sub'))).toEqual(['mine']);
    expect(existsSync(at('other'))).toBe(true);
  });

  test('is replaced when nothing is left in it, by a link as well', () => {
    for (const name of ['file', 'link']) mkdirSync(at(name));
    expect(place(entry('file'), entry('link', 'link', 'file'))).toEqual([]);
    expect(readFileSync(at('link'), 'utf8')).toBe('from there: file');
  });

  test('and a file that has become a folder there is replaced with all that is in it', () => {
    writeFileSync(at('a'), 'ours');
    expect(place(entry('a', 'folder'), entry('a/b'))).toEqual([]);
    expect(readdirSync(at('a'))).toEqual(['b']);
  });
});

test('what is put beside a file takes a name that is free', () => {
  for (const name of ['list', 'list.from-engine']) writeFileSync(at(name), 'mine');
  const warned: unknown[] = [];
  const theirs = entry('list');
  const emit = (event: unknown): undefined => void warned.push(event);
  keepBoth(root, theirs, { ...optionsFor([theirs]), emit, describe: describeConflict });
  expect(readFileSync(at('list.from-engine'), 'utf8')).toBe('mine');
  expect(readFileSync(at('list.from-engine-2'), 'utf8')).toBe('from there: list');
  expect(warned).toMatchObject([
    { problem: { code: 'COPY_CONFLICT', message: expect.stringContaining('list.from-engine-2') } },
  ]);
});
