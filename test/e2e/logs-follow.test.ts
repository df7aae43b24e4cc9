import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const WAIT = 'until [[ -e /workspace/go ]]; do sleep 0.05; done';
const SCRIPTS = {
  go: `echo begun; ${WAIT}; echo ended; exit 4`,
  say: 'echo said',
};

describe('polycrate logs follow', () => {
  test('shows what runs elsewhere while it runs, and ends as it ends', async () => {
    const workspace = await createScripts(SCRIPTS);
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('begun\n');
    const following = await workspace.start(['logs', 'follow']);
    await following.waitFor('begun\n');
    await workspace.write('go', '');
    await following.waitFor('ended\n');
    expect(await following.finished).toMatchObject({ code: 4 });
    expect(await running.finished).toMatchObject({ code: 4 });
  });

  test('shows every step of a workflow', async () => {
    const workspace = await createScripts(
      SCRIPTS,
      'workflows: [{ name: flow, steps: [{ name: one, block: main, action: say }, { name: two, block: main, action: go }] }]\n',
    );
    const running = await workspace.start(['workflow', 'run', 'flow']);
    await running.waitFor('begun\n');
    const following = await workspace.start(['logs', 'follow']);
    await following.waitFor('said\n');
    await following.waitFor('begun\n');
    await workspace.write('go', '');
    expect(await following.finished).toMatchObject({ code: 4 });
    await running.finished;
  });

  test('shows the attempts of an action that is tried again while it is', async () => {
    const script = 'echo try; [[ -e /workspace/second ]] || { touch /workspace/second; exit 4; }; echo again; ' + WAIT;
    const actions = JSON.stringify([{ name: 'go', script, retry: { attempts: 3, delay: '500ms' } }]);
    const workspace = await createWorkspace({ 'workspace.poly': `blocks: [{ name: main, actions: ${actions} }]\n` });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('again\n');
    const following = await workspace.start(['logs', 'follow', '-o', 'ndjson']);
    await following.waitFor('"attempt.failed"');
    await following.waitFor('again');
    expect(await workspace.record()).toMatchObject({ state: 'running', attempts: [{ state: 'failed', exit_code: 4 }] });
    await workspace.write('go', '');
    const { stdout, code } = await following.finished;
    const events = stdout.trimEnd().split('\n');
    const names = events.map((line) => (JSON.parse(line) as { type?: string }).type);
    expect({ code, names }).toEqual({ code: 0, names: expect.any(Array) });
    expect(names.indexOf('attempt.failed')).toBeGreaterThan(names.indexOf('output.written'));
    expect(names.lastIndexOf('output.written')).toBeGreaterThan(names.lastIndexOf('attempt.failed'));
    expect(names.filter((name) => name === 'attempt.failed')).toHaveLength(1);
    await running.finished;
    expect((await workspace.record()).attempts).toHaveLength(2);
  });

  test('ends when what it follows is killed, and says so', async () => {
    const workspace = await createScripts(SCRIPTS);
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('begun\n');
    const following = await workspace.start(['logs', 'follow']);
    await following.waitFor('begun\n');
    running.signal('SIGKILL');
    await running.finished;
    const { code, stderr } = await following.finished;
    expect({ code, told: stderr.includes('interrupted') }).toEqual({ code: 70, told: true });
    expect(await workspace.record()).toMatchObject({ state: 'interrupted' });
    expect(await workspace.polycrate('run', 'main', 'say')).toMatchObject({ code: 0 });
  });
});
