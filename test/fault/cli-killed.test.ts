import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves once a workspace has no container any more; rejects after two seconds. */
async function waitUntilGone(workspace: TestWorkspace, which: 'all' | 'running' = 'all'): Promise<void> {
  const begin = performance.now();
  while ((await workspace.containers(which)).length > 0) {
    if (performance.now() - begin > 2_000) throw new Error('a container is still there after two seconds');
    await sleep(20);
  }
}

describe('kill -9 of the CLI in the middle of a run', () => {
  test.each([
    ['an action that sleeps', 'echo up; sleep 60', {}],
    ['an action that ignores signals', 'trap "" TERM INT HUP; echo up; sleep 60; sleep 60', {}],
    ['an action on a terminal', 'echo up; sleep 60', { terminal: true, stdin: 'open' }],
  ] as const)('leaves no container of %s after two seconds', async (_name, script, options) => {
    const workspace = await createScripts({ go: script, next: 'echo free' });
    const running = await workspace.start(['run', 'main', 'go'], options);
    await running.waitFor('▶ main go');
    await running.waitFor('up');
    expect(await workspace.containers()).toHaveLength(1);
    process.kill((await workspace.record()).pid, 'SIGKILL');
    await waitUntilGone(workspace);
    await running.finished;
    expect(await workspace.polycrate('run', 'main', 'next')).toMatchObject({ code: 0, stdout: 'free\n' });
  });

  test('frees the workspace for the next run, and shows as interrupted', async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 60', next: 'echo free' });
    const running = await workspace.start(['run', 'main', 'go']);
    // What is shown is in the journal a moment later.
    while ((await workspace.journal('stdout')) !== 'up\n') await sleep(20);
    running.signal('SIGKILL');
    expect(await running.finished).toMatchObject({ code: 'SIGKILL' });
    expect(await workspace.record()).toMatchObject({ state: 'running' });
    const next = await workspace.polycrate('run', 'main', 'next');
    expect(next).toMatchObject({ code: 0, stdout: 'free\n' });
    expect(next.stderr).toContain('warning[RECORD_INTERRUPTED] "polycrate run main go" was killed before it ended');
    const { stdout, stderr } = await workspace.polycrate('logs', 'list', '-o', 'json');
    expect(stderr).not.toContain('RECORD_INTERRUPTED');
    expect(JSON.parse(stdout)).toMatchObject([
      { action: 'next', state: 'succeeded' },
      { action: 'go', state: 'interrupted', cause: expect.stringContaining('killed') as unknown },
    ]);
    const [killed] = await workspace.records();
    const shown = await workspace.polycrate('logs', 'show', '--output-only', killed?.transaction ?? '');
    expect(shown).toMatchObject({ code: 0, stdout: 'up\n' });
    await waitUntilGone(workspace);
  });

  test('frees the workspace also where nobody asks how the process ended', async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 60', next: 'echo free' });
    // As below the PID 1 of many containers.
    const parent = await workspace.start(['run', 'main', 'go'], { shell: '"$@" & exec sleep 300' });
    await parent.waitFor('up\n');
    process.kill((await workspace.record()).pid, 'SIGKILL');
    await waitUntilGone(workspace);
    expect(await workspace.polycrate('run', 'main', 'next')).toMatchObject({ code: 0, stdout: 'free\n' });
    const { stdout } = await workspace.polycrate('logs', 'list', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ state: 'succeeded' }, { state: 'interrupted' }]);
    parent.signal('SIGKILL');
    await parent.finished;
  });

  test('in a workflow leaves nothing that runs, and not the steps to come', async () => {
    const workspace = await createScripts(
      { go: 'echo up; sleep 60', next: 'touch /workspace/never' },
      `workflows: [{ name: flow, steps: [{ name: one, block: main, action: go }, { name: two, block: main, action: next }] }]\n`,
    );
    const running = await workspace.start(['workflow', 'run', 'flow']);
    await running.waitFor('up\n');
    running.signal('SIGKILL');
    // The container of the next step may be just made, and never started: that is for a later run to sweep.
    await waitUntilGone(workspace, 'running');
    await running.finished;
    await new Docker().pruneContainers({ filters: { label: [`dev.polycrate.workspace=${workspace.name}`] } });
    const { stdout } = await workspace.polycrate('logs', 'list', '--steps', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject([
      { workflow: 'flow', state: 'interrupted' },
      { step: 'one', state: 'interrupted' },
    ]);
    await expect(workspace.read('never')).rejects.toThrow('ENOENT');
    expect(await workspace.polycrate('run', 'main', 'next')).toMatchObject({ code: 0 });
  });
});

describe('at whatever moment it comes', () => {
  const MOMENTS_MS = [20, 60, 100, 140, 180, 220, 260, 300];

  test('SIGINT leaves nothing, and a record that says so', async () => {
    const workspace = await createScripts({ go: 'sleep 60' });
    for (const moment of MOMENTS_MS) {
      const running = await workspace.start(['run', 'main', 'go']);
      await sleep(moment);
      running.signal('SIGINT');
      const { code } = await running.finished;
      // So early that Node itself is not up yet, the signal ends it like every other process.
      expect([130, 'SIGINT']).toContain(code);
      await waitUntilGone(workspace);
    }
    expect(new Set((await workspace.records()).map(({ state }) => state))).toEqual(new Set(['cancelled']));
  });

  test('kill -9 leaves nothing that runs, and a workspace that can be used', async () => {
    const workspace = await createScripts({ go: 'touch /workspace/ran; sleep 60', next: 'echo free' });
    for (const moment of MOMENTS_MS) {
      const running = await workspace.start(['run', 'main', 'go']);
      await sleep(moment);
      running.signal('SIGKILL');
      await running.finished;
      await waitUntilGone(workspace, 'running');
    }
    // One that was made and never started is for a later run to sweep.
    await new Docker().pruneContainers({ filters: { label: [`dev.polycrate.workspace=${workspace.name}`] } });
    expect(await workspace.polycrate('run', 'main', 'next')).toMatchObject({ code: 0, stdout: 'free\n' });
  });
});
