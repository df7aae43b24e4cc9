import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cacheDirectory, createParseCache } from '../../../../src/adapters/disk/index.ts';

describe('the cache is kept', () => {
  test('where XDG_CACHE_HOME says', () => {
    expect(cacheDirectory({ XDG_CACHE_HOME: '/cache' }, '/home/jo')).toBe('/cache/polycrate');
  });

  test.each([[undefined], [''], ['cache'], ['./cache']])('in the home where XDG_CACHE_HOME is %j', (value) => {
    expect(cacheDirectory({ XDG_CACHE_HOME: value }, '/home/jo')).toBe('/home/jo/.cache/polycrate');
  });

  test('nowhere where there is no home either', () => {
    expect(cacheDirectory({ XDG_CACHE_HOME: '' }, '')).toBeUndefined();
  });
});

describe('what was put into a cache', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'polycrate-cache-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  const put = async (directory: string | undefined): Promise<unknown> => {
    const opened = await createParseCache(directory).open('/ws');
    opened.put('a', 1);
    await opened.keep();
    return (await createParseCache(directory).open('/ws')).get('a');
  };

  test('is there again', async () => {
    expect(await put(path.join(root, 'polycrate'))).toBe(1);
  });

  test('is removed a week after it was last written, once another workspace is read for the first time', async () => {
    const longAgo = new Date(Date.now() - 8 * 86_400_000);
    for (const name of [`${'a'.repeat(24)}.json`, `${'b'.repeat(24)}.json`, 'not-ours.json']) {
      await writeFile(path.join(root, name), '[]');
      if (!name.startsWith('b')) await utimes(path.join(root, name), longAgo, longAgo);
    }
    await put(root);
    const left = await readdir(root);
    expect(left).toEqual(expect.arrayContaining([`${'b'.repeat(24)}.json`, 'not-ours.json']));
    expect(left).not.toContain(`${'a'.repeat(24)}.json`);
  });

  test('is forgotten without a folder for it', async () => {
    const before = (await readdir('.')).sort();
    expect(await put(undefined)).toBeUndefined();
    expect((await readdir('.')).sort()).toEqual(before);
  });
});
