import { expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createKeepsakes } from '../../../../src/adapters/engine/keepsakes.ts';

test('what is parked can be claimed once, whoever leaves the next one meanwhile', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-keepsakes-'));
  try {
    const [one, other] = [createKeepsakes(directory), createKeepsakes(directory)];
    const until = Date.now() + 60_000;
    one.leave('key', { container: 'a', until });
    expect(one.has('key')).toBe(true);
    expect([other.claim('key')?.container, one.claim('key')?.container]).toEqual(['a', undefined]);
    one.leave('key', { container: 'b', until });
    expect(other.claim('key')?.container).toBe('b');
    one.leave('key', { container: 'c', until: Date.now() + 5_000 });
    expect([other.has('key'), other.claim('key')]).toEqual([false, undefined]);
    expect(await readdir(directory)).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
