import { afterEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareTestImage } from '../support/engine.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

// Full and read-only disks are real ones, and only root may mount them.
const mounted: string[] = [];

afterEach(async () => {
  for (const folder of mounted.splice(0).reverse()) execFileSync('umount', [folder]);
  await closeWorkspaces();
});

/** Gives the records of a workspace, or another folder of it, a disk of `size` bytes. */
async function mountSmallDisk(workspace: TestWorkspace, size: number, name = '.logs'): Promise<string> {
  const folder = path.join(workspace.directory, name);
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'polycrate-test', folder]);
  mounted.push(folder);
  return folder;
}

async function fill(folder: string, name = 'filler'): Promise<void> {
  await expect(writeFile(path.join(folder, name), Buffer.alloc(16 * 1024 * 1024))).rejects.toThrow('ENOSPC');
}

describe('a disk without room for the record', () => {
  test('stops a run before anything is done', async () => {
    const workspace = await createScripts({ go: 'touch /workspace/ran' });
    await fill(await mountSmallDisk(workspace, 64 * 1024));
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run).toMatchObject({ code: 74, stdout: '' });
    expect(run.stderr).toContain('error[RECORD_UNWRITABLE]');
    expect(run.stderr).toContain('the disk is full');
    expect(run.stderr).toMatch(/^hint {2}.*df -h/m);
    await expect(workspace.read('ran')).rejects.toThrow('ENOENT');
    // The same again: no half a lock is in the way.
    expect((await workspace.polycrate('run', 'main', 'go')).stderr).toContain('error[RECORD_UNWRITABLE]');
  });

  test('or for which there is no folder, stops a run that has its lock already, and no container is left', async () => {
    const workspace = await createScripts({ go: 'touch /workspace/ran' });
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
    await workspace.write(`.logs/${today.join('-')}`, 'a file where the folder should be');
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run).toMatchObject({ code: 74, stdout: '' });
    expect(run.stderr).toContain('error[RECORD_UNWRITABLE]');
    await expect(workspace.read('ran')).rejects.toThrow('ENOENT');
  });

  test.each([
    ['that succeeds', 0, 'succeeded'],
    ['that fails', 7, 'failed'],
  ])('filling up in the middle of an action %s costs only the journal', async (_name, code, state) => {
    const workspace = await createScripts({
      go: `seq 1 200000; echo up >&2; until [ -e /workspace/go ]; do sleep 0.05; done; echo the end; exit ${code}`,
    });
    await mountSmallDisk(workspace, 512 * 1024);
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    await workspace.write('go', '');
    const run = await running.finished;
    expect(run.stdout).toHaveLength(1_288_895 + 'the end\n'.length);
    expect(run.stdout.endsWith('200000\nthe end\n')).toBe(true);
    expect(run.stderr).toContain('warning[RECORD_UNWRITABLE]');
    expect(run.stderr).toContain('the disk is full');
    expect(run.stderr).toContain(` ${state} `);
    expect(run.code).toBe(code);
  });
});

describe('a workspace that cannot be written', () => {
  async function createReadOnly(): Promise<TestWorkspace> {
    const workspace = await createScripts({ go: 'echo never here' });
    execFileSync('mount', ['--bind', workspace.directory, workspace.directory]);
    mounted.push(workspace.directory);
    execFileSync('mount', ['-o', 'remount,bind,ro', workspace.directory]);
    return workspace;
  }

  test('stops a run before anything is done, and says so', async () => {
    const workspace = await createReadOnly();
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run).toMatchObject({ code: 73, stdout: '' });
    expect(run.stderr).toContain('error[WORKSPACE_READ_ONLY]');
    expect(run.stderr).toContain('the disk is read-only');
  });

  test('can still be looked at', async () => {
    const workspace = await createReadOnly();
    for (const command of ['plan main go', 'block inspect main', 'workspace validate', 'logs list']) {
      const { code } = await workspace.polycrate(...command.split(' '));
      expect({ command, code }).toEqual({ command, code: 0 });
    }
  });
});

describe('a disk without room for a bundle, or for what is in it', () => {
  test('keeps nothing of either', async () => {
    const workspace = await createScripts({ go: 'true' });
    await workspace.write('blocks/main/data', randomBytes(1024 * 1024).toString('hex'));
    const disk = await mountSmallDisk(workspace, 1024 * 1024, 'disk');
    const chosen = ['--image-ref', await prepareTestImage()];
    const written = await workspace.polycrate('toolchain', 'bundle', 'disk/site.tar', ...chosen);
    expect(written).toMatchObject({ code: 74, stderr: expect.stringContaining('the disk is full') });
    expect(await readdir(disk)).toEqual([]);
    expect(await workspace.polycrate('toolchain', 'bundle', 'site.tar', ...chosen)).toMatchObject({ code: 0 });
    const loaded = await workspace.polycrate('toolchain', 'load', 'site.tar', '--into', 'disk/there');
    expect(loaded).toMatchObject({ code: 74, stdout: '', stderr: expect.stringContaining('the disk is full') });
    expect(await readdir(disk)).toEqual([]);
  });

  test('nor does Ctrl-C', async () => {
    const workspace = await createScripts({ go: 'true' });
    const running = await workspace.start(['toolchain', 'bundle', 'site.tar', '--image-ref', await prepareTestImage()]);
    const draft = async (): Promise<string | undefined> =>
      (await readdir(workspace.directory)).find((name) => name.endsWith('.partial'));
    while ((await draft()) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(running.pid, 'SIGINT');
    expect(await running.finished).toMatchObject({ code: 130, stdout: '' });
    expect((await readdir(workspace.directory)).filter((name) => name.startsWith('site.tar'))).toEqual([]);
  });
});
