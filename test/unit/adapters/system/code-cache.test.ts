import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWithCodeCache } from '../../../../src/adapters/system/code-cache.ts';

const DAY_MS = 86_400_000;

describe('the code cache', () => {
  let home: string;
  let bundle: string;
  const cache = (): string => join(home, 'polycrate');
  const start = (variant: string, env: Readonly<Record<string, string>> = { XDG_CACHE_HOME: home }): void => {
    const loaded = loadWithCodeCache<{ answer: number }>(bundle, {
      require: createRequire(import.meta.url),
      variant,
      variants: ['run', 'plan'],
      env,
    });
    expect(loaded.exports.answer).toBe(42);
    loaded.keep();
  };
  const leave = async (name: string, days: number): Promise<void> => {
    const time = new Date(Date.now() - days * DAY_MS);
    await writeFile(join(cache(), name), 'x');
    await utimes(join(cache(), name), time, time);
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'polycrate-code-'));
    bundle = join(home, 'bundle.cjs');
    await writeFile(bundle, '(function(exports){exports.answer = 42;})');
  });
  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  test('is kept for a command, and for nothing else somebody types', async () => {
    start('rnu');
    start('');
    await expect(readdir(cache())).rejects.toMatchObject({ code: 'ENOENT' });
    start('run');
    start('run');
    expect(await readdir(cache())).toEqual([expect.stringMatching(/^[0-9a-f]{24}-run\.v8$/)]);
  });

  test.each(['', 'cache'])(
    'is kept in the home where XDG_CACHE_HOME is "%s", never in the current folder',
    async (named) => {
      const before = (await readdir('.')).sort();
      start('run', { XDG_CACHE_HOME: named, HOME: home });
      expect(await readdir(join(home, '.cache/polycrate'))).toHaveLength(1);
      start('plan', { XDG_CACHE_HOME: named, HOME: '' });
      expect((await readdir('.')).sort()).toEqual(before);
    },
  );

  test('loses what is old, and earlier versions of the same command sooner', async () => {
    await mkdir(cache(), { mode: 0o700 });
    await leave('1-run.v8', 8);
    await leave('2-run.v8', 6);
    await leave('3-plan.v8', 29);
    await leave('4-plan.v8', 31);
    await leave('5.json', 31);
    await leave('6-run.v8.77', 31);
    await leave('notes.txt', 99);
    start('run');
    expect((await readdir(cache())).filter((name) => !/^[0-9a-f]{24}-/.test(name))).toEqual([
      '2-run.v8',
      '3-plan.v8',
      'notes.txt',
    ]);
  });

  test('does without, where it cannot be written', async () => {
    await writeFile(cache(), 'a file where the folder should be');
    start('run');
    await rm(cache());
    await mkdir(join(cache(), '1-run.v8'), { recursive: true });
    await utimes(join(cache(), '1-run.v8'), new Date(0), new Date(0));
    await chmod(cache(), 0o500);
    start('run');
  });
});
