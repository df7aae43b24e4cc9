import { lstat, rename, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { lockForEntry } from '../../src/cli/commands/block/init/lock-for-entry.ts';
import { Problem } from '../../src/errors.ts';
import type { ResolvedWorkspace } from '../../src/resolve/index.ts';
import type { World } from '../../src/world.ts';
import { scenario, told } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': 'name: acme # ours\n',
  'blocks/base/block.poly': 'name: base\nactions: [{name: greet, script: echo}]\n',
};
const NAMES = ['one', 'two', 'three', 'four', 'five', 'six'];

describe('block init --from, many at once', () => {
  test('adds every entry', async () => {
    await using ws = await scenario(FILES);
    const all = await Promise.all(NAMES.map((name) => ws.polycrate('block', 'init', name, '--from', 'base')));
    expect(all.map(({ status, stderr }) => ({ status, stderr }))).toEqual(NAMES.map(() => ({ status: 0, stderr: '' })));
    const { blocks } = parse(await ws.read('workspace.poly')) as { blocks: { name: string }[] };
    expect(blocks.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
    expect(await ws.read('workspace.poly')).toMatch(/^name: acme # ours\n/);
    await expect(lstat(path.join(ws.directory, '.logs/.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('adds a name once', async () => {
    await using ws = await scenario(FILES);
    const all = await Promise.all(NAMES.map(() => ws.polycrate('block', 'init', 'shop', '--from', 'base')));
    expect(all.map(({ status }) => status).sort()).toEqual([0, 73, 73, 73, 73, 73]);
    expect(all.find(({ status }) => status === 73)?.stderr).toContain(
      'error[BLOCK_EXISTS] there is a block "shop" already',
    );
    expect(parse(await ws.read('workspace.poly'))).toEqual({ name: 'acme', blocks: [{ name: 'shop', from: 'base' }] });
  });

  test('gives way to a transaction that runs, and says what to do then', async () => {
    let nowMs = 0;
    const refusal = new Problem('WORKSPACE_LOCKED', '"polycrate run shop deploy" has been running', { hint: '--wait' });
    const world = {
      newId: () => 'id',
      host: { pid: 1, hostName: hostname(), userName: 'jo' },
      clock: { now: () => new Date(0), elapsedMs: () => (nowMs += 3_000), wait: () => Promise.resolve() },
      emit: () => undefined,
      records: { makeDirectory: () => Promise.resolve(), lock: () => Promise.reject(refusal) },
      interruptions: { signal: new AbortController().signal },
    } as unknown as World;
    const workspace = { directory: '/ws', settings: { logsroot: '.logs' } } as ResolvedWorkspace;
    await expect(lockForEntry(workspace, 'polycrate block init shop --from base', world)).rejects.toMatchObject({
      code: 'WORKSPACE_LOCKED',
      message: refusal.message,
      hint: 'when it has ended: polycrate block init shop --from base',
    });
  });
});

test('block init --from writes through no link, and says what to add', async () => {
  await using ws = await scenario(FILES);
  const at = (name: string) => path.join(ws.directory, name);
  await rename(at('workspace.poly'), at('real.poly'));
  await symlink('real.poly', at('workspace.poly'));
  const stderr = told('VALUE_INVALID', await ws.polycrate('block', 'init', 'shop', '--from', 'base'), ws);
  expect(stderr).toContain('hint  add it there yourself, below blocks: { name: shop, from: base }\n');
  expect(await ws.read('real.poly')).toBe(FILES['workspace.poly']);
});
