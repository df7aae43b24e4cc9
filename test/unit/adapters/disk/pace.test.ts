import { describe, expect, test } from '@jest/globals';
import { createFiles } from '../../../../src/adapters/disk/index.ts';
import { createPace } from '../../../../src/adapters/disk/pace.ts';

/** A disk whose answers take `slowMs`, and how the last question was asked. */
function createDisk(slowMs: number) {
  let nowMs = 0;
  const pace = createPace(() => nowMs);
  const take = (): void => {
    nowMs += slowMs;
  };
  return {
    ask: () =>
      pace(
        () => {
          take();
          return 'directly';
        },
        () => Promise.resolve('later'),
      ),
    fail: () =>
      pace(
        () => {
          take();
          throw new Error('not there');
        },
        () => Promise.reject(new Error('not there, later')),
      ),
  };
}

const times = <T>(count: number, act: () => T): T[] => Array.from({ length: count }, act);

describe('the disk is asked', () => {
  test('directly as long as it answers at once', () => {
    const { ask } = createDisk(0.02);
    expect(new Set(times(100_000, ask))).toEqual(new Set(['directly']));
  });

  test('through the thread pool once its answers have cost more than is worth waiting for', async () => {
    const { ask } = createDisk(5);
    const ways: string[] = [];
    for (const answer of times(10, ask)) ways.push(await answer);
    expect(ways.slice(0, 5)).toEqual(times(5, () => 'directly'));
    expect(ways.slice(5)).toEqual(times(5, () => 'later'));
  });

  test('directly again after a single slow answer', () => {
    const { ask } = createDisk(0.02);
    const slow = createDisk(15);
    expect([slow.ask(), slow.ask()]).toEqual(['directly', 'directly']);
    expect(times(100, ask)).not.toContain('later');
  });

  test('with failures counting like answers', async () => {
    const { fail } = createDisk(5);
    for (const _ of times(5, () => 0)) expect(() => fail()).toThrow('not there');
    await expect(fail()).rejects.toThrow('not there, later');
  });
});

test('every question about files goes by the pace', async () => {
  let asked = 0;
  const files = createFiles((_direct, later) => {
    asked += 1;
    return later();
  });
  const here = import.meta.dirname;
  await files.read(import.meta.filename);
  await files.inspect(here);
  await files.list(here);
  expect(await files.realPath(`${here}/../disk`)).toBe(here);
  expect(asked).toBe(4);
});
