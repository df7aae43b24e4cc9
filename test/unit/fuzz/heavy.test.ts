import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

interface Taken {
  readonly name: string;
  readonly error?: string;
  readonly cpuMs: number;
  readonly maxRssMiB: number;
}

/** Twice what is promised: other tests run at the same time, and collecting garbage counts as well. */
const MOST_CPU_MS = 4_000;
const MOST_MEMORY_MIB = 512;

test('no file of a MiB, however it is made, takes more than seconds or half a GiB', async () => {
  const child = join(import.meta.dirname, '../../support/heavy.ts');
  const args = ['--max-old-space-size=384', '--import', 'tsx', child];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(import.meta.dirname, '../../..') });
  const taken = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Taken);
  expect(taken.length).toBeGreaterThan(50);
  const tooMuch = taken.filter(({ error, cpuMs, maxRssMiB }) => {
    return error !== undefined || cpuMs > MOST_CPU_MS || maxRssMiB > MOST_MEMORY_MIB;
  });
  expect(tooMuch).toEqual([]);
}, 300_000);
