import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { catchProblem } from '../../support/problems.ts';
import { action, block, facts, request, workspace } from '../../support/resolved.ts';

const playbookBlock = block({
  name: 'web',
  kind: 'linuxapp',
  directory: 'blocks/web',
  inventory: { from: 'infrastructure', filename: 'inventory.yml' },
  actions: [action({ name: 'install', run: { kind: 'playbook', playbook: 'playbooks/setup.yml' } })],
});
const infrastructure = block({
  name: 'infrastructure',
  directory: 'blocks/infrastructure',
  actions: [
    action({ name: 'prepare' }),
    action({
      name: 'provision',
      run: { kind: 'script', items: ['terraform apply -auto-approve', 'make-inventory > $ARTIFACTS/inventory.yml'] },
    }),
  ],
});
const both = workspace({ blocks: [playbookBlock, infrastructure] });
const playbook = '/ws/blocks/web/playbooks/setup.yml';
const inventory = '/ws/artifacts/blocks/infrastructure/inventory.yml';

describe('a script action', () => {
  test('becomes one bash script whose items run in order and stop at the first failure', () => {
    const items = ['X=1', 'cd /tmp\n', 'echo "$X in $PWD"'];
    const plan = planAction(
      workspace({ blocks: [block({ actions: [action({ run: { kind: 'script', items } })] })] }),
      request(),
      facts(),
    );
    expect(plan.command).toEqual(['bash', '/run/polycrate/script.sh']);
    expect(plan.files.find(({ path }) => path === 'script.sh')).toEqual({
      path: 'script.sh',
      mode: 0o600,
      contents: 'set -euo pipefail\nX=1\ncd /tmp\necho "$X in $PWD"\n',
    });
  });

  test('gets further arguments as its own', () => {
    expect(planAction(workspace(), request({ args: ['a b', '--flag'] }), facts()).command.slice(2)).toEqual([
      'a b',
      '--flag',
    ]);
  });

  test('runs in the folder of its block, or in the workspace when it has none', () => {
    expect(planAction(workspace(), request(), facts()).workingDirectory).toBe('/workspace/blocks/hello');
    const inline = workspace({ blocks: [block({ directory: undefined })] });
    expect(planAction(inline, request(), facts()).workingDirectory).toBe('/workspace');
  });

  test('can be called by an alias, and is planned under its name', () => {
    const named = workspace({ blocks: [block({ actions: [action({ alias: ['hi'] })] })] });
    const plan = planAction(named, request({ action: 'hi' }), facts());
    expect(plan.action.name).toBe('greet');
    expect(plan.env['POLYCRATE_ACTION']).toBe('greet');
  });
});

describe('a playbook action', () => {
  test('becomes ansible-playbook with the snapshot as extra vars and the arguments at the end', () => {
    const plan = planAction(
      both,
      request({ block: 'web', action: 'install', args: ['--check'] }),
      facts([playbook, inventory]),
    );
    expect(plan.command).toEqual([
      'ansible-playbook',
      '-e',
      '@/run/polycrate/snapshot.json',
      'playbooks/setup.yml',
      '--check',
    ]);
    expect(plan.env['ANSIBLE_INVENTORY']).toBe('/workspace/artifacts/blocks/infrastructure/inventory.yml');
  });

  test('whose file is missing is a problem that names the file', () => {
    const problem = catchProblem(() =>
      planAction(both, request({ block: 'web', action: 'install' }), facts([inventory])),
    );
    expect(problem.code).toBe('PLAYBOOK_MISSING');
    expect(problem.message).toBe('action "install" of block "web" runs playbooks/setup.yml, which does not exist');
    expect(problem.hint).toBe('create /ws/blocks/web/playbooks/setup.yml, or correct "playbook:"');
  });

  test('without an inventory anywhere works on the container itself', () => {
    const alone = workspace({
      blocks: [block({ actions: [action({ run: { kind: 'playbook', playbook: 'ping.yml' } })] })],
    });
    const plan = planAction(alone, request(), facts(['/ws/blocks/hello/ping.yml']));
    expect(plan.env['ANSIBLE_INVENTORY']).toBe('/run/polycrate/localhost.yml');
    expect(plan.files.map(({ path }) => path)).toContain('localhost.yml');
  });
});

describe('an inventory from another block that is not there yet', () => {
  test('is a problem that names the action which writes it', () => {
    const problem = catchProblem(() =>
      planAction(both, request({ block: 'web', action: 'install' }), facts([playbook])),
    );
    expect(problem.code).toBe('ARTIFACT_MISSING');
    expect(problem.message).toBe(
      'block "web" takes its inventory from "infrastructure", but artifacts/blocks/infrastructure/inventory.yml is not there yet',
    );
    expect(problem.hint).toBe('polycrate run infrastructure provision');
  });
});

describe('a template block', () => {
  test('is not run', () => {
    const problem = catchProblem(() =>
      planAction(workspace({ blocks: [block({ template: true })] }), request(), facts()),
    );
    expect(problem.code).toBe('BLOCK_IS_TEMPLATE');
    expect(problem.message).toBe('block "hello" is a template: it is only there to inherit from');
    expect(problem.hint).toBe('run the action of a block that has "from: hello"');
  });
});

describe('unknown names', () => {
  test('of a block are answered with the nearest one', () => {
    const problem = catchProblem(() => planAction(workspace(), request({ block: 'helo' }), facts()));
    expect(problem.code).toBe('BLOCK_UNKNOWN');
    expect(problem.message).toBe('no block is called "helo"');
    expect(problem.hint).toBe('did you mean "hello"?');
  });

  test('of an action are answered with the nearest one', () => {
    const problem = catchProblem(() => planAction(workspace(), request({ action: 'great' }), facts()));
    expect(problem.code).toBe('ACTION_UNKNOWN');
    expect(problem.message).toBe('block "hello" has no action "great"');
    expect(problem.hint).toBe('did you mean "greet"?');
  });
});

describe('the engine socket', () => {
  test.each([
    ['a generic block', block(), false],
    ['a dockerapp', block({ kind: 'dockerapp' }), true],
    ['a block that asks for it', block({ container: { docker: true } }), true],
    ['a dockerapp that refuses it', block({ kind: 'dockerapp', container: { docker: false } }), false],
  ])('for %s', (_title, subject, granted) => {
    expect(planAction(workspace({ blocks: [subject] }), request(), facts()).engineSocket).toBe(granted);
  });
});

test('the same inputs give the same plan', () => {
  const make = () => planAction(both, request({ block: 'web', action: 'install' }), facts([playbook, inventory]));
  expect(make()).toEqual(make());
});

test('the recorded command line leaves out the values of --env', () => {
  const plan = planAction(workspace(), request({ env: ['TOKEN=hunter2'], args: ['x'] }), facts());
  expect(plan.commandLine).toBe('polycrate run hello greet --env TOKEN=*** -- x');
});
