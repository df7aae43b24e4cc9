import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { layWorkspace } from '../../../../src/adapters/bundle/index.ts';

let folder: string;
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polycrate-lay-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Entry = Partial<Header> & Pick<Header, 'name'>;

async function* packed(...entries: readonly Entry[]): AsyncGenerator<Uint8Array> {
  const archive = pack();
  for (const entry of entries) archive.entry({ mode: 0o644, ...entry }, entry.type === undefined ? 'text' : '');
  archive.finalize();
  yield gzipSync(await buffer(archive));
}

const inside = (name = ''): string => path.join(folder, 'ws', name);

describe('a workspace out of a bundle', () => {
  test('is there only once it is put there, with programs and links', async () => {
    const laid = await layWorkspace(
      packed({ name: 'a/run.sh', mode: 0o755 }, { name: 'a/link', type: 'symlink', linkname: '../a/run.sh' }),
      inside(),
      signal,
    );
    await expect(lstat(inside())).rejects.toMatchObject({ code: 'ENOENT' });
    await laid.put();
    await laid[Symbol.asyncDispose]();
    expect((await lstat(inside('a/run.sh'))).mode & 0o777).toBe(0o755);
    expect(await readFile(inside('a/link'), 'utf8')).toBe('text');
    expect(await readdir(folder)).toEqual(['ws']);
  });

  test('adds what is missing to a folder, and takes nothing else for the same', async () => {
    await mkdir(inside());
    await writeFile(inside('a'), 'text');
    {
      await using laid = await layWorkspace(packed({ name: 'a' }, { name: 'b' }), inside(), signal);
      expect(laid).toMatchObject({ written: 1, there: 1 });
      await laid.put();
    }
    expect(await readdir(inside())).toEqual(['a', 'b']);
    await writeFile(inside('b'), 'other');
    await expect(layWorkspace(packed({ name: 'b' }, { name: 'c' }), inside(), signal)).rejects.toMatchObject({
      code: 'WORKSPACE_EXISTS',
    });
    expect(await readdir(inside())).toEqual(['a', 'b']);
  });

  const hostile: readonly Entry[] = [
    { name: '../out' },
    { name: '/etc/out' },
    { name: 'a/../../out' },
    { name: 'a', type: 'symlink', linkname: '/etc' },
    { name: 'a', type: 'symlink', linkname: '..' },
    { name: 'a/b', type: 'symlink', linkname: '../../out' },
    { name: 'a', type: 'character-device' },
  ];
  test.each(hostile)('is refused where $name ($type, $linkname) would lead out of its folder', async (entry) => {
    await expect(layWorkspace(packed({ name: 'good' }, entry), inside(), signal)).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('writes nothing through a link that it has brought itself', async () => {
    const entries = [{ name: 'a', type: 'symlink', linkname: 'b' } as const, { name: 'a/c' }];
    await expect(layWorkspace(packed(...entries), inside(), signal)).rejects.toBeDefined();
    expect(await readdir(folder)).toEqual([]);
  });

  const up: Entry = { name: 'a/up', type: 'symlink', linkname: '..' };
  const out: Entry = { name: 'b', type: 'symlink', linkname: 'a/up/..' };
  const behind: Entry = { name: 'b/out', type: 'symlink', linkname: '../a/up' };
  test.each([
    { how: 'ends there', entries: [up, out] },
    { how: 'has a file behind it', entries: [up, out, { name: 'b/out' }] },
    { how: 'has a link behind it', entries: [up, out, behind] },
  ])('is refused where a link over another link leads out of its folder and $how', async ({ entries }) => {
    await expect(layWorkspace(packed(...entries), inside(), signal)).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves nothing behind when it is cut short or interrupted', async () => {
    const whole = await buffer(packed({ name: 'a' }));
    const cut = Readable.from([whole.subarray(0, whole.length - 20)]);
    await expect(layWorkspace(cut, inside(), signal)).rejects.toBeDefined();
    await expect(layWorkspace(packed({ name: 'a' }), inside(), AbortSignal.abort())).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
