import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const SCRIPTS = {
  wait: 'echo up; until [ -e /workspace/go ]; do sleep 0.05; done; date +%s.%N > /workspace/first-ended',
  next: 'date +%s.%N > /workspace/second-began',
};

describe('two runs at once in one workspace', () => {
  test('are one too many: the second says who runs what, and does nothing', async () => {
    const workspace = await createScripts(SCRIPTS);
    const first = await workspace.start(['run', 'main', 'wait']);
    await first.waitFor('up\n');
    const second = await workspace.polycrate('run', 'main', 'next');
    const { transaction } = await workspace.record();
    expect(second).toMatchObject({ code: 75, stdout: '' });
    expect(second.stderr).toContain('error[WORKSPACE_LOCKED]');
    expect(second.stderr).toContain('polycrate run main wait');
    expect(second.stderr).toContain(transaction);
    expect(second.stderr).toContain(String(first.pid));
    await workspace.write('go', '');
    expect(await first.finished).toMatchObject({ code: 0 });
    await expect(workspace.read('second-began')).rejects.toThrow('ENOENT');
  });

  test('run one after the other where the second waits', async () => {
    const workspace = await createScripts(SCRIPTS);
    const first = await workspace.start(['run', 'main', 'wait']);
    await first.waitFor('up\n');
    const second = await workspace.start(['run', '--wait', '1m', 'main', 'next']);
    await second.waitFor('waiting: "polycrate run main wait"');
    const tooShort = await workspace.polycrate('run', '--wait=1s', 'main', 'next');
    expect(tooShort).toMatchObject({ code: 75 });
    await workspace.write('go', '');
    expect(await first.finished).toMatchObject({ code: 0 });
    expect(await second.finished).toMatchObject({ code: 0 });
    const [ended, began] = [await workspace.read('first-ended'), await workspace.read('second-began')];
    expect(Number(began)).toBeGreaterThan(Number(ended));
  });

  test('do not hinder commands that only read', async () => {
    const workspace = await createScripts(SCRIPTS);
    const first = await workspace.start(['run', 'main', 'wait']);
    await first.waitFor('up\n');
    expect(await workspace.polycrate('plan', 'main', 'next')).toMatchObject({ code: 0 });
    const { code, stdout } = await workspace.polycrate('logs', 'list', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ action: 'wait', state: 'running' }]);
    await workspace.write('go', '');
    expect(await first.finished).toMatchObject({ code: 0 });
  });
});
