import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { layFiles, type FileToLay } from '../../../../src/adapters/disk/index.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'polycrate-lay-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const lay = (files: readonly FileToLay[], signal = new AbortController().signal) =>
  layFiles(path.join(root, 'made'), files, signal);
const read = (file: string) => readFile(path.join(root, 'made', file), 'utf8');
const everything = async () => (await readdir(root, { recursive: true })).sort();

describe('files are laid into a folder', () => {
  test('with the folders and permissions they need', async () => {
    const files = [
      { path: 'a/b/one', contents: '1' },
      { path: 'key', contents: '2', mode: 0o600 },
    ];
    expect(await lay(files)).toEqual({ written: ['a/b/one', 'key'], left: [] });
    expect(await read('a/b/one')).toBe('1');
    expect((await stat(path.join(root, 'made/key'))).mode & 0o777).toBe(0o600);
  });

  test('over none that is there, not even a link that leads nowhere', async () => {
    await lay([{ path: 'one', contents: 'mine' }]);
    await symlink('/nowhere', path.join(root, 'made/link'));
    const files = ['one', 'link', 'new'].map((name) => ({ path: name, contents: 'theirs' }));
    expect(await lay(files)).toEqual({ written: ['new'], left: ['one', 'link'] });
    expect(await read('one')).toBe('mine');
  });

  test('or into one that is there, whose permissions stay', async () => {
    await lay([{ path: 'list', contents: 'a\n' }]);
    await chmod(path.join(root, 'made/list'), 0o640);
    const amend = (existing: string) => (existing.includes('b') ? existing : `${existing}b\n`);
    expect(await lay([{ path: 'list', contents: '', amend }])).toEqual({ written: ['list'], left: [] });
    expect(await lay([{ path: 'list', contents: '', amend }])).toEqual({ written: [], left: ['list'] });
    expect(await read('list')).toBe('a\nb\n');
    expect((await stat(path.join(root, 'made/list'))).mode & 0o777).toBe(0o640);
  });

  test('all or none: a failure takes back folders, files and amendments', async () => {
    await lay([{ path: 'list', contents: 'a\n' }]);
    await writeFile(path.join(root, 'made/wall'), '');
    const before = await everything();
    const files = [
      { path: 'deep/er/one', contents: '1' },
      { path: 'list', contents: '', amend: () => 'changed' },
      { path: 'wall/two', contents: '2' },
    ];
    await expect(lay(files)).rejects.toMatchObject({ code: 'RECORD_UNWRITABLE' });
    expect(await everything()).toEqual(before);
    expect(await read('list')).toBe('a\n');
  });

  test('all or none: an interruption takes back what was written', async () => {
    const controller = new AbortController();
    await lay([{ path: 'list', contents: 'a\n' }]);
    const before = await everything();
    const amend = (existing: string) => {
      controller.abort('SIGINT');
      return `${existing}b\n`;
    };
    const files = [
      { path: 'one', contents: '1' },
      { path: 'list', contents: '', amend },
    ];
    await expect(lay(files, controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await everything()).toEqual(before);
    expect(await read('list')).toBe('a\n');
  });
});
