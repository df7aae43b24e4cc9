import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const SCRIPTS = {
  go: 'echo begun; until [[ -e /workspace/go ]]; do sleep 0.05; done; echo ended; exit 4',
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
