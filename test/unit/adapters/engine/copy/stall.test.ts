import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { unlessStalled } from '../../../../../src/adapters/engine/copy/stall.ts';

/** A connection on which bytes are counted, as net.Socket does. */
function createLine(): PassThrough & { bytesRead: number; bytesWritten: number } {
  return Object.assign(new PassThrough(), { bytesRead: 0, bytesWritten: 0 });
}

const describe = (): Error => new Error('silent');

test('a transfer that stands still is given up, and its connection is cut', async () => {
  const line = createLine();
  const never = new Promise<never>(() => undefined);
  await expect(unlessStalled(line, never, { limitMs: 40, describe })).rejects.toThrow('silent');
  expect(line.destroyed).toBe(true);
});

test('one that goes on takes as long as it likes', async () => {
  const line = createLine();
  const moving = setInterval(() => (line.bytesWritten += 1), 5);
  const work = new Promise((resolve) => setTimeout(resolve, 600, 'done'));
  // A machine that is busy may be late by much, but not by the whole limit.
  await expect(unlessStalled(line, work, { limitMs: 400, describe })).resolves.toBe('done');
  clearInterval(moving);
  expect(line.destroyed).toBe(false);
});

test('the failure of the transfer itself is told as it is', async () => {
  const work = Promise.reject(new Error('broken'));
  await expect(unlessStalled(createLine(), work, { limitMs: 1_000, describe })).rejects.toThrow('broken');
});
