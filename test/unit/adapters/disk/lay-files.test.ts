import { appendFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Problem } from '../../../../src/errors.ts';
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
    expect(await lay(files)).toEqual({ written: ['a/b/one', 'key'], left: [], unamended: [] });
    expect(await read('a/b/one')).toBe('1');
    expect((await stat(path.join(root, 'made/key'))).mode & 0o777).toBe(0o600);
  });

  test('over none that is there, not even a link that leads nowhere', async () => {
    await lay([{ path: 'one', contents: 'mine' }]);
    await symlink('/nowhere', path.join(root, 'made/link'));
    const files = ['one', 'link', 'new'].map((name) => ({ path: name, contents: 'theirs' }));
    expect(await lay(files)).toEqual({ written: ['new'], left: ['one', 'link'], unamended: [] });
    expect(await read('one')).toBe('mine');
  });

  test('or into one that is there, whose permissions stay', async () => {
    await lay([{ path: 'list', contents: 'a\n' }]);
    await chmod(path.join(root, 'made/list'), 0o640);
    const amend = (existing: string) => (existing.includes('b') ? existing : `${existing}b\n`);
    expect(await lay([{ path: 'list', contents: '', amend }])).toMatchObject({ written: ['list'], left: [] });
    expect(await lay([{ path: 'list', contents: '', amend }])).toMatchObject({ written: [], left: ['list'] });
    expect(await read('list')).toBe('a\nb\n');
    expect((await stat(path.join(root, 'made/list'))).mode & 0o777).toBe(0o640);
  });

  test('but never through a link, wherever it leads', async () => {
    await mkdir(path.join(root, 'made'));
    await writeFile(path.join(root, 'theirs'), 'a\n');
    await symlink('../theirs', path.join(root, 'made/link'));
    await symlink('nowhere', path.join(root, 'made/dangling'));
    const amend = () => 'changed';
    const files = ['link', 'dangling'].map((name) => ({ path: name, contents: 'new', amend }));
    expect(await lay(files)).toEqual({ written: [], left: [], unamended: ['link', 'dangling'] });
    expect(await readFile(path.join(root, 'theirs'), 'utf8')).toBe('a\n');
    expect(await everything()).toEqual(['made', 'made/dangling', 'made/link', 'theirs']);
  });

  test('with what somebody saves in the meantime', async () => {
    await lay([{ path: 'list', contents: 'a\n' }]);
    const saved = ['b\n', 'c\n'];
    const amend = (existing: string) => {
      const other = saved.shift();
      if (other !== undefined) appendFileSync(path.join(root, 'made/list'), other);
      return `${existing}mine\n`;
    };
    expect(await lay([{ path: 'list', contents: '', amend }])).toMatchObject({ written: ['list'] });
    expect(await read('list')).toBe('a\nb\nc\nmine\n');
    expect(await everything()).toEqual(['made', 'made/list']);
  });

  test('byte by byte as it was, where it is no UTF-8', async () => {
    await mkdir(path.join(root, 'made'));
    const latin = Buffer.from('caf\u00e9\n', 'latin1');
    await writeFile(path.join(root, 'made/list'), latin);
    await lay([{ path: 'list', contents: '', amend: (existing) => `${existing}b\n` }]);
    expect(await readFile(path.join(root, 'made/list'))).toEqual(Buffer.concat([latin, Buffer.from('b\n')]));
  });

  test('each by one of many at once', async () => {
    const all = await Promise.all(['1', '2', '3', '4', '5', '6'].map((text) => lay([{ path: 'one', contents: text }])));
    expect(all.filter(({ written }) => written.length > 0)).toHaveLength(1);
    expect(all.findIndex(({ written }) => written.length > 0) + 1).toBe(Number(await read('one')));
  });

  test('unless one refuses what it finds; then none is', async () => {
    await lay([{ path: 'two', contents: 'mine' }]);
    const refuse = (found: string) => (found === 'nothing' ? undefined : new Problem('BLOCK_EXISTS', `a ${found}`));
    const files = ['one', 'two'].map((name) => ({ path: name, contents: '', refuse }));
    await expect(lay(files)).rejects.toMatchObject({ code: 'BLOCK_EXISTS', message: 'a file' });
    expect(await everything()).toEqual(['made', 'made/two']);
  });

  test('all or none: what somebody else has written since is not taken back', async () => {
    const files = [
      { path: 'one', contents: '1' },
      { path: 'list', contents: '1' },
      { path: 'list', contents: '', amend: () => '2' },
      {
        path: 'last',
        contents: '',
        refuse() {
          writeFileSync(path.join(root, 'made/one'), 'theirs');
          writeFileSync(path.join(root, 'made/list'), 'theirs');
          return new Problem('BLOCK_EXISTS', 'no');
        },
      },
    ];
    await expect(lay(files)).rejects.toMatchObject({ code: 'BLOCK_EXISTS' });
    expect([await read('one'), await read('list')]).toEqual(['theirs', 'theirs']);
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
