import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { installPacked } from '../support/packed.ts';
import { closeWorkspaces, createScripts, giveAway } from '../support/workspaces.ts';
import { VERSION } from '../../src/version.ts';

afterEach(closeWorkspaces);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function processesOf(transaction: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`POLYCRATE_JOB=polycrate-${transaction}`)
      );
    } catch {
      return false;
    }
  });
}

describe('an action without a container', () => {
  test.each([
    ['that sleeps', 'echo up; sleep 60'],
    ['that ignores signals', 'trap "" TERM INT HUP; echo up; sleep 60; sleep 60'],
    ['that left a daemon', 'setsid bash -c "trap \\"\\" TERM HUP; sleep 60; sleep 60" & echo up; wait'],
  ])('%s ends with a CLI that is killed, and so do its files', async (_name, script) => {
    const workspace = await createScripts({
      go: `echo $POLYCRATE_WORKSPACE_SNAPSHOT_JSON > where; ${script}`,
      next: 'echo free',
    });
    const running = await workspace.start(['-l', 'run', 'main', 'go']);
    await running.waitFor('up\n');
    const { transaction } = await workspace.record();
    const folder = path.dirname((await workspace.read('where')).trim());
    expect(existsSync(folder)).toBe(true);
    running.signal('SIGKILL');
    const killedAt = performance.now();
    while (existsSync(folder) || processesOf(transaction).length > 0) {
      if (performance.now() - killedAt > 2_000)
        throw new Error(`still there: ${folder} ${processesOf(transaction).join()}`);
      await sleep(20);
    }
    await running.finished;
    expect(await workspace.polycrate('-l', 'run', 'main', 'next')).toMatchObject({ code: 0, stdout: 'free\n' });
  });

  test('gets Ctrl-C and answers it', async () => {
    const workspace = await createScripts({ go: 'trap "echo bye; exit 9" INT; echo up; while :; do sleep 0.05; done' });
    const running = await workspace.start(['-l', 'run', 'main', 'go']);
    await running.waitFor('up\n');
    running.signal('SIGINT');
    expect(await running.finished).toMatchObject({ code: 9, stdout: 'up\nbye\n' });
    expect(await workspace.record()).toMatchObject({ state: 'cancelled', exit_code: 9 });
  });

  test('has a terminal where the caller has one', async () => {
    const workspace = await createScripts({ go: '[[ -t 0 && -t 1 ]] && stty size' });
    const running = await workspace.start(['-l', 'run', 'main', 'go'], { terminal: true });
    expect((await running.finished).stdout).toContain('31 97\r\n');
  });

  test('runs in the toolchain image of a CI job, as a user the image does not know', async () => {
    const workspace = await createScripts({
      go: 'id -un; echo $HOME; echo ~; pwd; echo $IN_CONTAINER; ansible localhost -m ping >/dev/null && echo pong; touch made',
    });
    const owner = { uid: 12_345, gid: 54_321 };
    await mkdir(path.join(workspace.directory, '.logs'));
    await giveAway(workspace.directory, owner);
    await chmod(workspace.directory, 0o755);
    const installation = path.dirname(path.dirname(realpathSync(await installPacked())));
    const { stdout, stderr } = await promisify(execFile)('docker', [
      ...['run', '--rm', '--network', 'host', '--user', `${owner.uid}:${owner.gid}`, '--workdir', '/builds/shop'],
      ...[
        '--volume',
        `${workspace.directory}:/builds/shop`,
        '--volume',
        `${realpathSync(process.execPath)}:/usr/local/bin/node:ro`,
      ],
      ...['--volume', `${installation}:/opt/polycrate:ro`, `ghcr.io/polycrate/toolchain:${VERSION}`],
      ...['node', '/opt/polycrate/dist/main.js', '--local', 'run', 'main', 'go'],
    ]);
    expect(stderr).toContain('✔ succeeded');
    const [name, home, entry, ...rest] = stdout.trimEnd().split('\n');
    expect({ isNamed: name !== undefined && !/^\d*$/.test(name), home, entry, rest }).toEqual({
      isNamed: true,
      home: '/home/polycrate',
      entry: '/home/polycrate',
      rest: ['/builds/shop', '1', 'pong'],
    });
    expect(await workspace.record()).toMatchObject({ image: expect.stringMatching(/^local: toolchain image, Debian/) });
  });
});
