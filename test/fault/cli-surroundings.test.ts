import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const LONG = 'echo up; until [ -e /workspace/go ]; do sleep 0.05; done; echo end; exit 7';

async function containerOf(workspace: TestWorkspace): Promise<Docker.Container> {
  const [id = ''] = await workspace.containers('running');
  return new Docker().getContainer(id);
}

describe('a container that somebody else', () => {
  test.each([
    ['kills (docker kill)', (container: Docker.Container) => container.kill(), 137],
    ['terminates (docker stop)', (container: Docker.Container) => container.stop({ t: 5 }), 143],
    ['removes (docker rm -f)', (container: Docker.Container) => container.remove({ force: true }), 137],
  ])('%s ends the run with the status of the signal', async (_name, end, status) => {
    const workspace = await createScripts({ go: 'echo up; sleep 60' });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    await end(await containerOf(workspace));
    expect(await running.finished).toMatchObject({ code: status, stdout: 'up\n' });
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: status });
  });

  test('pauses (docker pause) goes on where it was', async () => {
    const workspace = await createScripts({ go: LONG });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    const container = await containerOf(workspace);
    await container.pause();
    await workspace.write('go', '');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await workspace.record()).toMatchObject({ state: 'running' });
    await container.unpause();
    expect(await running.finished).toMatchObject({ code: 7, stdout: 'up\nend\n' });
  });
});

describe('a folder that is removed', () => {
  test('before the start is told, without a stack', async () => {
    const workspace = await createScripts({ go: 'true' });
    const shell = 'gone=$(mktemp -d); cd "$gone"; rmdir "$gone"; "$@"';
    const run = await (await workspace.start(['run', 'main', 'go'], { shell })).finished;
    expect(run).toMatchObject({ code: 66, stdout: '' });
    expect(run.stderr).toContain('error[WORKSPACE_NOT_FOUND]');
    expect(run.stderr).toMatch(/^hint {2}\S/m);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  test('while the action runs, with the records in it, costs the record alone', async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 1; exit 7' });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    await rm(path.join(workspace.directory, '.logs'), { recursive: true });
    const run = await running.finished;
    expect(run).toMatchObject({ code: 7, stdout: 'up\n' });
    expect(run.stderr).toContain('warning[RECORD_UNWRITABLE]');
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('without', () => {
  test.each([
    ['stdout', '>&-'],
    ['stderr', '2>&-'],
    ['stdin', '<&-'],
    ['all three', '<&- >&- 2>&-'],
  ])('%s an action runs all the same', async (_name, closed) => {
    const workspace = await createScripts({ go: 'echo up; touch /workspace/ran; exit 7' });
    const run = await (await workspace.start(['run', 'main', 'go'], { shell: `"$@" ${closed}` })).finished;
    expect(run.code).toBe(7);
    await workspace.read('ran');
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: 7 });
  });

  test('a home that can be written an action runs all the same', async () => {
    const workspace = await createScripts({ go: 'echo up' });
    const env = { HOME: '/dev/null', XDG_CACHE_HOME: '' };
    const run = await (await workspace.start(['run', 'main', 'go'], { env })).finished;
    expect(run).toMatchObject({ code: 0, stdout: 'up\n' });
  });

  test('file descriptors to spare it works, or says what is missing', async () => {
    const workspace = await createScripts({ go: 'echo up' });
    for (const limit of [24, 28, 40]) {
      const run = await (await workspace.start(['run', 'main', 'go'], { shell: `ulimit -n ${limit}; "$@"` })).finished;
      expect(run.stderr).not.toMatch(/^\s+at /m);
      if (run.code !== 0) expect(run.stderr).toMatch(/error\[\w+\][^]*^hint {2}\S/m);
    }
  });
});

test('a clock that is set forwards or backwards during a run changes no duration and ends nothing early', async () => {
  const workspace = await createScripts({ go: 'echo up; sleep 1; exit 7' });
  await workspace.write(
    'jump.cjs',
    'const now = Date.now; let jump = 0; setTimeout(() => { jump = Number(process.env.JUMP); }, 400).unref(); Date.now = () => now() + jump;',
  );
  for (const jump of [86_400_000, -86_400_000]) {
    const env = { NODE_OPTIONS: `--require ${path.join(workspace.directory, 'jump.cjs')}`, JUMP: String(jump) };
    const run = await (await workspace.start(['run', 'main', 'go'], { env })).finished;
    expect(run).toMatchObject({ code: 7, stdout: 'up\n' });
  }
  const durations = (await workspace.records()).map(({ duration_ms: ms = 0 }) => ms);
  expect(durations).toHaveLength(2);
  for (const ms of durations) expect(ms > 900 && ms < 30_000).toBe(true);
});
