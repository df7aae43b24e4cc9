import { expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createKeepsakes } from '../../../../src/adapters/engine/keepsakes.ts';

const endpoint = 'unix:///run/engine.sock';

test('what is parked can be claimed once, whoever leaves the next one meanwhile', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-keepsakes-'));
  try {
    const [one, other] = [createKeepsakes(directory), createKeepsakes(directory)];
    const until = Date.now() + 60_000;
    one.leave('key', { container: 'a', endpoint, until });
    expect(one.has('key')).toBe(true);
    expect([other.claim('key')?.container, one.claim('key')?.container]).toEqual(['a', undefined]);
    one.leave('key', { container: 'b', endpoint, until });
    expect(other.claim('key')?.container).toBe('b');
    one.leave('key', { container: 'c', endpoint, until: Date.now() + 5_000 });
    expect([other.has('key'), other.claim('key')]).toEqual([false, undefined]);
    expect(await readdir(path.join(directory, 'parked'))).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('of what is parked on an engine the oldest beyond a number are given away, each once', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-keepsakes-'));
  try {
    const [one, other] = [createKeepsakes(directory), createKeepsakes(directory)];
    for (const [at, container] of ['a', 'b', 'c', 'd'].entries())
      one.leave(container, { container, endpoint, until: Date.now() + 60_000 + at });
    one.leave('elsewhere', { container: 'e', endpoint: 'unix:///run/other.sock', until: Date.now() + 60_000 });
    expect(other.surplus(endpoint, 2).map(({ container }) => container)).toEqual(['b', 'a']);
    expect(one.surplus(endpoint, 2)).toEqual([]);
    expect([one.has('a'), one.has('c'), one.has('elsewhere')]).toEqual([false, true, true]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
