import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { LARGEST_READ } from '../../src/adapters/disk/bounded-read.ts';
import { createFiles } from '../../src/adapters/disk/files.ts';
import { isProblem } from '../../src/errors.ts';
import type { Files } from '../../src/workspace/index.ts';
import { createMemoryFiles } from '../fakes/memory-files.ts';

const CONTENTS: Record<string, string | { target: string }> = {
  'b/two.txt': 'zwei',
  'a.txt': 'eins\r\n',
  'b/c/three.txt': '',
  'to-file': { target: 'a.txt' },
  'to-folder': { target: 'b' },
  nowhere: { target: 'gone' },
  circle: { target: 'circle' },
};

const folders: string[] = [];

const disks: Record<string, () => Promise<{ files: Files; root: string }>> = {
  'the fake': () => {
    const root = '/ws';
    const entries = Object.entries(CONTENTS).map(([path, entry]) => {
      return [`${root}/${path}`, typeof entry === 'string' ? entry : { target: `${root}/${entry.target}` }] as const;
    });
    return Promise.resolve({ files: createMemoryFiles(Object.fromEntries(entries)), root });
  },
  'the disk': async () => ({ files: createFiles(), root: await layContents() }),
  'a slow disk': async () => ({ files: createFiles((_direct, later) => later()), root: await layContents() }),
};

async function layContents(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'polycrate-files-'));
  folders.push(root);
  for (const [path, entry] of Object.entries(CONTENTS)) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if (typeof entry === 'string') await writeFile(place, entry);
    else await symlink(join(root, entry.target), place);
  }
  return root;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe.each(Object.entries(disks))('files of %s', (_name, prepare) => {
  test('gives the bytes of a file, also through a link', async () => {
    const { files, root } = await prepare();
    expect(await files.read(join(root, 'a.txt'))).toEqual(Buffer.from('eins\r\n'));
    expect(await files.read(join(root, 'to-file'))).toEqual(Buffer.from('eins\r\n'));
    expect(await files.read(join(root, 'to-folder/two.txt'))).toEqual(Buffer.from('zwei'));
    expect(await files.read(join(root, 'b/c/three.txt'))).toEqual(Buffer.alloc(0));
  });

  test('says undefined where nothing is', async () => {
    const { files, root } = await prepare();
    for (const path of ['missing', 'missing/deeper', 'a.txt/below', 'nowhere']) {
      expect(await files.read(join(root, path))).toBeUndefined();
      expect(await files.inspect(join(root, path))).toBeUndefined();
    }
    expect(await files.list(join(root, 'missing'))).toEqual([]);
  });

  test('tells kind and size with links followed', async () => {
    const { files, root } = await prepare();
    expect(await files.inspect(join(root, 'a.txt'))).toEqual({ kind: 'file', size: 6 });
    expect(await files.inspect(join(root, 'to-file'))).toEqual({ kind: 'file', size: 6 });
    expect(await files.inspect(join(root, 'to-folder'))).toMatchObject({ kind: 'directory' });
  });

  test('lists a folder sorted by name with links as links', async () => {
    const { files, root } = await prepare();
    expect(await files.list(root)).toEqual([
      { name: 'a.txt', kind: 'file' },
      { name: 'b', kind: 'directory' },
      { name: 'circle', kind: 'link' },
      { name: 'nowhere', kind: 'link' },
      { name: 'to-file', kind: 'link' },
      { name: 'to-folder', kind: 'link' },
    ]);
    expect(await files.list(join(root, 'to-folder'))).toEqual([
      { name: 'c', kind: 'directory' },
      { name: 'two.txt', kind: 'file' },
    ]);
  });

  test('resolves every link of a path', async () => {
    const { files, root } = await prepare();
    const real = await files.realPath(root);
    expect(await files.realPath(join(root, 'to-folder/c'))).toBe(join(real, 'b/c'));
    expect(await files.realPath(join(root, 'missing'))).toBe(join(root, 'missing'));
  });

  test('reports what cannot be read as FILE_UNREADABLE with its path', async () => {
    const { files, root } = await prepare();
    const attempts = [
      () => files.read(join(root, 'b')),
      () => files.inspect(join(root, 'circle')),
      () => files.realPath(join(root, 'circle')),
    ];
    for (const attempt of attempts) {
      const problem: unknown = await attempt().then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (!isProblem(problem)) throw new Error('no Problem was thrown');
      expect(problem.code).toBe('FILE_UNREADABLE');
      expect(problem.places[0]?.file.startsWith(root)).toBe(true);
    }
  });
});

test('the disk says that a file is not yours to read, and how to change that', async () => {
  const root = await mkdtemp(join(tmpdir(), 'polycrate-files-'));
  folders.push(root);
  const path = join(root, 'closed');
  await writeFile(path, 'x');
  await chmod(path, 0);
  await asOrdinaryUser(async () => {
    await expect(createFiles().read(path)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `${path} cannot be read: you may not read it`,
      hint: `give yourself the right to: sudo chown -R "$(id -un)" ${JSON.stringify(path)}`,
    });
  });
});

test.each([
  ['the disk', createFiles()],
  ['a slow disk', createFiles((_direct, later) => later())],
])('%s refuses what no reader would come to the end of', async (_name, files) => {
  const root = await mkdtemp(join(tmpdir(), 'polycrate-files-'));
  folders.push(root);
  const [huge, pipe] = [join(root, 'huge'), join(root, 'pipe')];
  await writeFile(huge, '');
  await truncate(huge, LARGEST_READ + 1);
  execFileSync('mkfifo', [pipe]);
  await expect(files.read(huge)).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
    message: `${huge} has 65 MiB; more than 64 are not read`,
  });
  await expect(files.read(pipe)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: `${pipe} cannot be read: it is a device or a pipe, not a file`,
  });
});

/** Root may read everything, so root becomes nobody for as long as `work` lasts. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
