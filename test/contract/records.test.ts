import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createRecordStore } from '../../src/adapters/disk/index.ts';
import type { LockHolder, RecordStore } from '../../src/record/index.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { catchProblemOf } from '../support/problems.ts';

const holder = (changes: Partial<LockHolder> = {}): LockHolder => ({
  pid: process.pid,
  host: hostname(),
  user: 'ada',
  transaction: '0193b2c0-0000-7000-8000-000000000001',
  command: 'polycrate run web deploy',
  since: '2026-11-23T12:00:00.000Z',
  ...changes,
});

const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-records-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each<[string, () => RecordStore, string]>([
  ['in memory', () => new MemoryRecords(), '/records'],
  ['on disk', () => createRecordStore(), directory],
])('records %s', (_title, create, root) => {
  const store = create();

  test('are read back as they were saved', async () => {
    await store.makeDirectory(`${root}/2026-11-23`);
    await store.save(`${root}/2026-11-23/a.yml`, 'state: running\n');
    await store.save(`${root}/2026-11-23/a.yml`, 'state: succeeded\n');
    expect(await store.read(`${root}/2026-11-23/a.yml`)).toBe('state: succeeded\n');
    expect(await store.read(`${root}/2026-11-23/none.yml`)).toBeUndefined();
  });

  test('are named in order; a folder that is not there is empty', async () => {
    await store.save(`${root}/2026-11-23/b.yml`, '');
    expect(await store.names(`${root}/2026-11-23`)).toEqual(['a.yml', 'b.yml']);
    expect(await store.names(`${root}/never`)).toEqual([]);
  });

  test('have journals that grow line by line', async () => {
    const journal = await store.openJournal(`${root}/2026-11-23/a.ndjson`);
    await journal.append('{"t":1}');
    await journal.append('{"t":2}');
    await journal.close();
    const lines: string[] = [];
    for await (const line of store.lines(`${root}/2026-11-23/a.ndjson`)) lines.push(line);
    expect(lines).toEqual(['{"t":1}', '{"t":2}']);
  });

  test('have no lines where there is no journal', async () => {
    const lines: string[] = [];
    for await (const line of store.lines(`${root}/none.ndjson`)) lines.push(line);
    expect(lines).toEqual([]);
  });

  test('list what lies below a folder, with a mark that changes with the file', async () => {
    await store.makeDirectory(`${root}/artifacts/deep`);
    await store.save(`${root}/artifacts/deep/one.txt`, 'one');
    const before = await store.list(`${root}/artifacts`);
    await store.save(`${root}/artifacts/deep/one.txt`, 'changed');
    const after = await store.list(`${root}/artifacts`);
    expect([...before.keys()]).toEqual(['deep/one.txt']);
    expect(after.get('deep/one.txt')).not.toBe(before.get('deep/one.txt'));
  });

  test('are locked for one at a time', async () => {
    const lock = await store.lock(`${root}/.lock`, holder());
    const problem = await catchProblemOf(store.lock(`${root}/.lock`, holder({ transaction: 'another' })));
    expect(problem.code).toBe('WORKSPACE_LOCKED');
    expect(problem.message).toContain('polycrate run web deploy');
    await lock[Symbol.asyncDispose]();
    await (await store.lock(`${root}/.lock`, holder()))[Symbol.asyncDispose]();
  });
});

describe('a lock on disk', () => {
  const store = createRecordStore();

  test('of a process that is gone vanishes at once', async () => {
    const file = path.join(directory, 'dead.lock');
    // Beyond every process id there can be.
    await writeFile(file, JSON.stringify(holder({ pid: 2 ** 30 })));
    await (await store.lock(file, holder()))[Symbol.asyncDispose]();
  });

  test('of a process id that was given to another process since then vanishes too', async () => {
    const file = path.join(directory, 'reused.lock');
    await writeFile(file, JSON.stringify({ ...holder(), process_start: '1' }));
    await (await store.lock(file, holder()))[Symbol.asyncDispose]();
  });

  test('whose writer was killed before it wrote is waited for, and taken', async () => {
    const file = path.join(directory, 'empty.lock');
    await writeFile(file, '');
    const almostStale = new Date(Date.now() - 1_900);
    await utimes(file, almostStale, almostStale);
    await (await store.lock(file, holder()))[Symbol.asyncDispose]();
  });

  test('of another machine holds while its time is fresh, and vanishes when it is not', async () => {
    const file = path.join(directory, 'far.lock');
    await writeFile(file, JSON.stringify(holder({ host: 'elsewhere', pid: 1 })));
    expect(await catchProblemOf(store.lock(file, holder()))).toMatchObject({
      message:
        '"polycrate run web deploy" (transaction 0193b2c0-0000-7000-8000-000000000001) has been running since 2026-11-23T12:00:00.000Z, started by ada on elsewhere as process 1',
      hint: 'wait for it: --wait; or end it on elsewhere: kill -INT 1',
    });
    const old = new Date(Date.now() - 120_000);
    await utimes(file, old, old);
    await (await store.lock(file, holder()))[Symbol.asyncDispose]();
  });

  test('of a container holds while its time is fresh, even if it has the name of this machine, and no process here its id', async () => {
    const file = path.join(directory, 'container.lock');
    await writeFile(file, JSON.stringify({ ...holder({ pid: 2 ** 30 }), pid_namespace: 'pid:[1]' }));
    expect(await catchProblemOf(store.lock(file, holder()))).toMatchObject({
      code: 'WORKSPACE_LOCKED',
      hint: `wait for it: --wait; or end it where it runs: kill -INT ${2 ** 30}`,
    });
    const old = new Date(Date.now() - 120_000);
    await utimes(file, old, old);
    const lock = await store.lock(file, holder());
    expect(lock.abandoned).toMatchObject({ pid: 2 ** 30 });
    await lock[Symbol.asyncDispose]();
  });

  test('is taken by one of many who find it stale', async () => {
    for (let round = 0; round < 50; round += 1) {
      const file = path.join(directory, `raced-${round}.lock`);
      await writeFile(file, JSON.stringify(holder({ pid: 2 ** 30 })));
      const takers = Array.from({ length: 20 }, (_, at) => store.lock(file, holder({ transaction: `t${at}` })));
      const taken = (await Promise.allSettled(takers)).flatMap((each) =>
        each.status === 'fulfilled' ? [each.value] : [],
      );
      expect(taken).toHaveLength(1);
      await taken[0]?.[Symbol.asyncDispose]();
    }
    expect((await readdir(directory)).filter((name) => name.startsWith('raced'))).toEqual([]);
  });
});

test('records on disk are for their owner alone', async () => {
  const store = createRecordStore();
  await store.save(path.join(directory, 'private.yml'), 'x');
  await (await store.openJournal(path.join(directory, 'private.ndjson'))).close();
  for (const name of ['private.yml', 'private.ndjson']) {
    expect((await stat(path.join(directory, name))).mode & 0o777).toBe(0o600);
  }
});

test('a record on disk that is far too large is told instead of being read', async () => {
  const store = createRecordStore();
  const file = path.join(directory, 'huge.yml');
  await writeFile(file, 'state: running\n');
  await truncate(file, 17 * 1024 * 1024);
  await expect(store.read(file)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', places: [{ file }] });
});
