import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createRecordStore } from '../../../../src/adapters/disk/index.ts';

const store = createRecordStore();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polycrate-store-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Root may read everything, so it becomes somebody else for a moment. */
async function asStranger<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(65534);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

const readLines = async (file: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of store.lines(file)) lines.push(line);
  return lines;
};

describe('a listing', () => {
  test('leaves out what lies in folders that may not be read', async () => {
    await mkdir(path.join(folder, 'open/deep'), { recursive: true });
    await mkdir(path.join(folder, 'shut'));
    await writeFile(path.join(folder, 'open/deep/one'), '1');
    await writeFile(path.join(folder, 'shut/two'), '2');
    await chmod(path.join(folder, 'shut'), 0o000);
    const seen = await asStranger(() => store.list(folder));
    await chmod(path.join(folder, 'shut'), 0o700);
    expect([...seen.keys()]).toEqual(['open/deep/one']);
    expect([...(await store.list(folder)).keys()]).toEqual(['open/deep/one', 'shut/two']);
  });

  test('does not enter the folders of tools, but names files that begin with a dot', async () => {
    await mkdir(path.join(folder, 'a/.terraform/x'), { recursive: true });
    await writeFile(path.join(folder, 'a/.terraform/x/plugin'), '1');
    await writeFile(path.join(folder, 'a/.env'), '1');
    expect([...(await store.list(folder)).keys()]).toEqual(['a/.env']);
    expect([...(await store.list(path.join(folder, 'none'))).keys()]).toEqual([]);
  });
});

describe('records of somebody else', () => {
  test('are FILE_UNREADABLE', async () => {
    const file = path.join(folder, 'a.yml');
    await writeFile(file, 'x');
    await chmod(file, 0o000);
    const expected = {
      code: 'FILE_UNREADABLE',
      message: `${file} cannot be read: you may not read it`,
      hint: `give yourself the right to: sudo chown -R "$(id -un)" "${file}"`,
    };
    await asStranger(async () => {
      await expect(store.read(file)).rejects.toMatchObject(expected);
      await expect(readLines(file)).rejects.toMatchObject(expected);
    });
    await chmod(folder, 0o000);
    await asStranger(async () => {
      await expect(store.names(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    });
    await chmod(folder, 0o700);
  });

  test('are so too when reading fails only on the way', async () => {
    await expect(readLines(folder)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `${folder} cannot be read: it is a folder, not a file`,
    });
  });
});

test('a journal need not be read to its end', async () => {
  const file = path.join(folder, 'a.ndjson');
  await writeFile(file, 'line\n'.repeat(100_000));
  for await (const line of store.lines(file)) {
    expect(line).toBe('line');
    break;
  }
});

describe('the process of a record', () => {
  const host = hostname();
  const started = (msFromNow: number): string => new Date(Date.now() + msFromNow).toISOString();

  test('may be alive when it began before the record', () => {
    expect(store.mayBeAlive({ pid: process.pid, host, started: started(0) })).toBe(true);
  });

  test('is another one when it began after the record', () => {
    expect(store.mayBeAlive({ pid: process.pid, host, started: started(-86_400_000) })).toBe(
      process.platform !== 'linux',
    );
  });

  test('is gone when nothing has its number', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(store.mayBeAlive({ pid: child.pid ?? 0, host, started: started(0) })).toBe(false);
  });

  test('cannot be judged from outside its container, unless the machine was started again since', () => {
    const inside = { pid: 2 ** 30, host, started: started(0), pid_namespace: 'pid:[1]' };
    expect(store.mayBeAlive(inside)).toBe(true);
    expect(store.mayBeAlive({ ...inside, ...store.markOf(process.pid), pid_namespace: 'pid:[1]' })).toBe(true);
    expect(store.mayBeAlive({ ...inside, boot: 'an earlier one' })).toBe(process.platform !== 'linux');
  });

  test('cannot be judged from another machine', () => {
    expect(store.mayBeAlive({ pid: 2 ** 30, host: 'elsewhere', started: started(-86_400_000) })).toBe(true);
  });
});
