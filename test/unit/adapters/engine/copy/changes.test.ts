import { describe, expect, test } from '@jest/globals';
import { compareWith, decide, type Changes } from '../../../../../src/adapters/engine/copy/changes.ts';
import { type Entry, isAlike, parseRecords, printOf } from '../../../../../src/adapters/engine/copy/entry.ts';

const file = (path: string, given: Partial<Entry> = {}): Entry => ({
  ...{ path, type: 'file', mode: 0o644, size: 1, mtime: '1700000000.000000001', uid: 1000, gid: 1000, link: '' },
  ...given,
});
const changes = (changed: readonly Entry[], removed: readonly string[] = []): Changes => ({
  changed: new Map(changed.map((entry) => [entry.path, entry])),
  removed: new Set(removed),
});
const NOTHING = {
  displaced: new Map(),
  send: [],
  removeThere: [],
  fetch: [],
  removeHere: [],
  conflicts: [],
  settled: [],
};

describe('a record of find(1)', () => {
  test('keeps every character of a path, and where a link points', () => {
    const records = ['f 640 12 1700000000.1234567890 1000:50 a b/grün\n"x"//\0', 'l 777 0 0 0:0 way///etc//passwd\0'];
    expect(parseRecords(records.join(''))).toEqual([
      file('a b/grün\n"x"', { mode: 0o640, size: 12, mtime: '1700000000.1234567890', gid: 50 }),
      { ...file('way'), type: 'link', mode: 0o777, size: 0, mtime: '0', uid: 0, gid: 0, link: '/etc//passwd' },
    ]);
  });

  test('of the root has an empty path', () => {
    expect(parseRecords('d 755 0 0 1:2 //\0')).toMatchObject([{ path: '', type: 'folder' }]);
  });
});

test('two files are alike when only their owners and the last digits of their times differ', () => {
  expect(isAlike(file('a'), file('a', { uid: 0, mtime: '1700000000.000001' }))).toBe(true);
  expect(isAlike(file('a'), file('a', { mtime: '1700000000.001' }))).toBe(false);
  expect(isAlike(file('a'), file('a', { mode: 0o600 }))).toBe(false);
});

test('what differs from before is changed, what is missing is removed', () => {
  const before = new Map([file('same'), file('old'), file('gone')].map((entry) => [entry.path, printOf(entry)]));
  const now = new Map([file('same'), file('old', { size: 2 }), file('new')].map((entry) => [entry.path, entry]));
  const found = compareWith(before, now);
  expect([...found.changed.keys()]).toEqual(['old', 'new']);
  expect([...found.removed]).toEqual(['gone']);
});

describe('between two sides', () => {
  test('what has changed on one goes to the other', () => {
    const [ours, theirs] = [file('ours'), file('theirs')];
    expect(decide(changes([ours], ['gone here']), changes([theirs], ['gone there']))).toEqual({
      ...NOTHING,
      send: [ours],
      removeThere: ['gone here'],
      fetch: [theirs],
      removeHere: ['gone there'],
    });
  });

  test('what has changed on both stays here, and what was there is not lost', () => {
    const [ours, theirs] = [file('a', { size: 2 }), file('a', { size: 3 })];
    expect(decide(changes([ours]), changes([theirs]))).toEqual({ ...NOTHING, send: [ours], conflicts: [theirs] });
  });

  test('what has become the same on both is settled', () => {
    expect(decide(changes([file('a')], ['b']), changes([file('a')], ['b']))).toEqual({
      ...NOTHING,
      settled: ['a', 'b'],
    });
  });

  test('a change outlives a removal', () => {
    const kept = file('a');
    expect(decide(changes([kept]), changes([], ['a']))).toEqual({ ...NOTHING, send: [kept] });
    expect(decide(changes([], ['a']), changes([kept]))).toEqual({ ...NOTHING, fetch: [kept] });
  });

  test('what comes out of a folder that is none here any more is told apart, whoever made it one', () => {
    const [ours, made, inside] = [file('a'), file('a', { type: 'folder', mode: 0o755 }), file('a/b/c')];
    expect(decide(changes([ours]), changes([made, inside]))).toEqual({
      ...NOTHING,
      send: [ours],
      displaced: new Map([['a', [made, inside]]]),
    });
    expect(decide(changes([ours], ['a/b', 'a/b/c']), changes([inside]))).toEqual({
      ...NOTHING,
      send: [ours],
      removeThere: ['a/b'],
      displaced: new Map([['a', [inside]]]),
    });
  });

  test('a folder that was removed here stays there when something in it has changed', () => {
    const inside = file('a/b/c');
    expect(decide(changes([], ['a', 'a/b', 'a/b/c', 'a/d']), changes([inside]))).toEqual({
      ...NOTHING,
      fetch: [inside],
      removeThere: ['a/d'],
    });
  });

  test('a folder that was about to be filled when its run was killed gets the mode it was to have', () => {
    const [ours, theirs] = [0o755, 0o55].map((mode) => file('a', { type: 'folder', mode }));
    expect(decide(changes([ours!]), changes([theirs!]))).toEqual({ ...NOTHING, fetch: [theirs] });
  });
});
