import { afterEach, describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { closeWorkspaces, copyWorkspace, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const SCRIPTS = { good: 'echo "$POLYCRATE_STEP"', bad: 'echo "$POLYCRATE_STEP"; exit 7', worse: 'exit 9' };

function workflow(rest: string, ...steps: readonly string[]): string {
  return `workflows: [{ name: flow, ${rest} steps: [${steps.map((step) => `{ block: main, ${step} }`).join(', ')}] }]\n`;
}

describe('a workflow', () => {
  test('runs its steps in order, each a transaction of its own below one', async () => {
    const flow = workflow('', 'name: one, action: good', 'name: two, action: good');
    const workspace = await createScripts(SCRIPTS, flow);
    const run = await workspace.polycrate('workflow', 'run', 'flow');
    expect(run).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
    expect(run.stderr).toMatch(/^one +✔ succeeded +0 .*\ntwo +✔ succeeded +0 .*\n✔ succeeded/m);
    const [parent, ...children] = await workspace.records();
    expect(parent).toMatchObject({ workflow: 'flow', state: 'succeeded', exit_code: 0 });
    expect(parent).not.toHaveProperty('parent');
    expect(children).toMatchObject([
      { parent: parent?.transaction, workflow: 'flow', step: 'one', block: 'main', action: 'good', state: 'succeeded' },
      { parent: parent?.transaction, workflow: 'flow', step: 'two', block: 'main', action: 'good', state: 'succeeded' },
    ]);
    expect(parent?.steps?.map(({ transaction }) => transaction)).toEqual(children.map((each) => each.transaction));
  });

  test('ends at the first failure with its status; what comes after is skipped and shown', async () => {
    const flow = workflow(
      '',
      'name: one, action: good',
      'name: two, action: bad',
      'name: three, action: worse',
      'name: four, action: good',
    );
    const workspace = await createScripts(SCRIPTS, flow);
    const run = await workspace.polycrate('workflow', 'run', 'flow');
    expect(run).toMatchObject({ code: 7, stdout: 'one\ntwo\n' });
    expect(run.stderr).toMatch(
      /^one +✔ succeeded +0 .*\ntwo +✖ failed +7 .*\nthree +- skipped .*\nfour +- skipped .*\n✖ failed/m,
    );
    const [parent, ...children] = await workspace.records();
    expect(parent).toMatchObject({ state: 'failed', exit_code: 7 });
    expect(parent?.steps?.map(({ state }) => state)).toEqual(['succeeded', 'failed', 'skipped', 'skipped']);
    expect(children.map(({ step, state }) => [step, state])).toEqual([
      ['one', 'succeeded'],
      ['two', 'failed'],
    ]);
  });

  test('goes on after a failure that the step allows', async () => {
    const flow = workflow('', 'name: one, action: bad, allow_failure: true', 'name: two, action: good');
    const workspace = await createScripts(SCRIPTS, flow);
    const run = await workspace.polycrate('workflow', 'run', 'flow');
    expect(run).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
    expect(run.stderr).toMatch(/^one +! failure allowed +7 .*\ntwo +✔ succeeded/m);
    const [parent, first] = await workspace.records();
    expect(parent).toMatchObject({ state: 'succeeded', exit_code: 0 });
    expect(first).toMatchObject({ state: 'failed', exit_code: 7 });
  });

  test('allows failures of all steps but those that say no', async () => {
    const flow = workflow(
      'allow_failure: true,',
      'name: one, action: bad',
      'name: two, action: worse, allow_failure: false',
      'name: three, action: good',
    );
    const workspace = await createScripts(SCRIPTS, flow);
    const run = await workspace.polycrate('run', 'flow');
    expect(run).toMatchObject({ code: 9, stdout: 'one\n' });
    expect(run.stderr).toMatch(/^one +! failure allowed +7 .*\ntwo +✖ failed +9 .*\nthree +- skipped/m);
  });

  test('does not begin when a step names an action that is not there', async () => {
    const flow = workflow('', 'name: one, action: good', 'name: two, action: goood');
    const workspace = await createScripts(SCRIPTS, flow);
    const run = await workspace.polycrate('workflow', 'run', 'flow');
    expect(run).toMatchObject({ code: 65, stdout: '' });
    expect(run.stderr).toContain('error[ACTION_UNKNOWN]');
    expect(run.stderr).toContain('workspace.poly:');
    expect(await workspace.records()).toEqual([]);
  });
});

test('Pattern 3 of the seed runs as it is written there', async () => {
  const workspace = await copyWorkspace(path.join(import.meta.dirname, '../fixtures/workspaces/seed-pattern-3'));
  expect(await workspace.polycrate('workspace', 'validate')).toMatchObject({ code: 0 });
  const run = await workspace.polycrate('workflow', 'run', 'deploy-complete-stack');
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/server1 +: ok=1 +changed=1 +unreachable=0 +failed=0/);
  expect(run.stdout).toContain(`deploy-complete-stack, deploy-application
server1 of my-workspace
server2 of my-workspace
server1
server2
the engine is there
`);
  expect((await workspace.records()).map(({ step, state }) => [step, state])).toEqual([
    [undefined, 'succeeded'],
    ['provision-infrastructure', 'succeeded'],
    ['generate-inventory', 'succeeded'],
    ['configure-servers', 'succeeded'],
    ['deploy-application', 'succeeded'],
  ]);
});
