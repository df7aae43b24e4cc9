import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackPackage } from '../../../../src/adapters/disk/unpack-package.ts';

const PACKED = JSON.stringify([
  { path: 'images/run.sh', mode: 0o755, contents: Buffer.from('echo').toString('base64') },
  { path: 'README.md', mode: 0o644, contents: Buffer.from('hello').toString('base64') },
]);

describe('what a single executable brings beside the program', () => {
  let home: string;
  const unpack = (): string => unpackPackage(PACKED, { XDG_CACHE_HOME: home });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'polycrate-unpack-'));
  });
  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  test('is laid once, with its modes, for its owner alone', async () => {
    const folder = unpack();
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('hello');
    expect((await stat(join(folder, 'images/run.sh'))).mode & 0o777).toBe(0o755);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, 'mark'), '');
    expect(unpack()).toBe(folder);
    expect(await readdir(folder)).toContain('mark');
    expect(await readdir(join(home, 'polycrate'))).toHaveLength(1);
  });

  test('is not taken from a folder that others may write to', async () => {
    const folder = unpack();
    await chmod(folder, 0o777);
    const other = unpack();
    expect(other).not.toBe(folder);
    expect(await readFile(join(other, 'README.md'), 'utf8')).toBe('hello');
    await rm(other, { recursive: true });
  });

  test('goes when another version has come and it was not used for a month', async () => {
    const old = join(home, 'polycrate/package-0123');
    await mkdir(old, { recursive: true });
    await utimes(old, new Date(0), new Date(0));
    unpack();
    await expect(stat(old)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
