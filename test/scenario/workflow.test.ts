import { describe, expect, test } from '@jest/globals';
import { scenario, steady } from '../support/command-line.ts';

const BLOCK = `name: app
actions:
  - {name: good, script: echo good}
  - {name: bad, script: "echo bad; exit 9"}
  - {name: undo, script: echo undone}
`;

const workspace = (workflow: string) => ({
  'workspace.poly': `name: acme\nworkflows:\n  - name: deploy\n${workflow.replace(/^/gm, '    ')}\n`,
  'blocks/app/block.poly': BLOCK,
});
const step = (name: string, action: string, more = '') => `  - {name: ${name}, block: app, action: ${action}${more}}`;

describe('polycrate workflow run', () => {
  test('runs the steps in order and shows what became of each', async () => {
    await using ws = await scenario(workspace(['steps:', step('first', 'good'), step('second', 'undo')].join('\n')));
    const { status, stdout, stderr } = await ws.polycrate('workflow', 'run', 'deploy');
    expect(status).toBe(0);
    expect(stdout).toBe('good\nundone\n');
    expect(steady(stderr, ws).replace(/ +/g, ' ')).toBe(
      [
        '▶ workflow deploy · 2 steps · <id>',
        '',
        '[1/2] first app/good',
        '✔ succeeded · exit 0 · <time>',
        '',
        '[2/2] second app/undo',
        '✔ succeeded · exit 0 · <time>',
        '',
        'STEP STATE EXIT DURATION TRANSACTION',
        'first ✔ succeeded 0 <time> <id>',
        'second ✔ succeeded 0 <time> <id>',
        '✔ succeeded · exit 0 · <time> · polycrate logs show <id>',
        '',
      ].join('\n'),
    );
  });

  test('ends with the first failure, its exit status, and the rest skipped', async () => {
    await using ws = await scenario(workspace(['steps:', step('one', 'bad'), step('two', 'good')].join('\n')));
    const { status, stdout, stderr } = await ws.polycrate('workflow', 'run', 'deploy');
    expect(status).toBe(9);
    expect(stdout).toBe('bad\n');
    expect(stderr).toMatch(/two +- skipped/);
  });

  test.each([
    ['a step', ['steps:', step('one', 'bad', ', allow_failure: true'), step('two', 'good')]],
    ['the whole workflow', ['allow_failure: true', 'steps:', step('one', 'bad'), step('two', 'good')]],
  ])('goes on where failure is allowed for %s', async (_title, lines) => {
    await using ws = await scenario(workspace(lines.join('\n')));
    const { status, stdout } = await ws.polycrate('workflow', 'run', 'deploy');
    expect(status).toBe(0);
    expect(stdout).toBe('bad\ngood\n');
  });

  test('rolls back with steps that are meant for failures, and only then', async () => {
    const lines = (first: string) => [
      'steps:',
      step('one', first),
      step('two', 'good'),
      step('rollback', 'undo', ', when: failure'),
    ];
    await using failing = await scenario(workspace(lines('bad').join('\n')));
    expect(await failing.polycrate('workflow', 'run', 'deploy')).toMatchObject({ status: 9, stdout: 'bad\nundone\n' });
    await using fine = await scenario(workspace(lines('good').join('\n')));
    expect(await fine.polycrate('workflow', 'run', 'deploy')).toMatchObject({ status: 0, stdout: 'good\ngood\n' });
  });

  test('ends with its own timeout, and still rolls back', async () => {
    const files = workspace(
      ['timeout: 1s', 'steps:', step('one', 'slow'), step('two', 'good'), step('back', 'undo', ', when: failure')].join(
        '\n',
      ),
    );
    const slow = '  - {name: slow, script: "echo slow; sleep 60"}\n';
    await using ws = await scenario({ ...files, 'blocks/app/block.poly': BLOCK + slow });
    expect(await ws.polycrate('workflow', 'run', 'deploy')).toMatchObject({ status: 124, stdout: 'slow\nundone\n' });
    const [workflow, first] = await ws.records();
    expect(workflow).toMatchObject({ state: 'timed-out', cause: 'no end after its timeout of 1 s, in step one' });
    expect(first).toMatchObject({ state: 'timed-out', cause: "no end before the end of the workflow's timeout" });
  });

  test('tries a step again, as it or its action says', async () => {
    const twice = `  - {name: twice, retry: {attempts: 2}, script: 'echo try >>"$ARTIFACTS/tries"; (($(wc -l <"$ARTIFACTS/tries") > 2))'}\n`;
    const files = (more: string) => ({
      ...workspace(['steps:', step('one', 'twice', more)].join('\n')),
      'blocks/app/block.poly': BLOCK + twice,
    });
    await using own = await scenario(files(''));
    expect(await own.polycrate('workflow', 'run', 'deploy')).toMatchObject({ status: 1 });
    await using step3 = await scenario(files(', retry: {attempts: 3}'));
    const { status, stderr } = await step3.polycrate('workflow', 'run', 'deploy');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^↻ attempt 2 of 3 failed · exit 1 · .* · next one now$/m);
    expect(stderr).toMatch(/^✔ succeeded · exit 0 · .* · 3 attempts$/m);
    const attempts = [{ state: 'failed' }, { state: 'failed' }, { state: 'succeeded', exit_code: 0 }];
    expect((await step3.records())[1]).toMatchObject({ state: 'succeeded', attempts });
  });

  test('records itself and its steps as its children', async () => {
    await using ws = await scenario(workspace(['steps:', step('one', 'good'), step('two', 'bad')].join('\n')));
    await ws.polycrate('workflow', 'run', 'deploy');
    const [workflow, ...steps] = await ws.records();
    expect(workflow).toMatchObject({ workflow: 'deploy', state: 'failed', exit_code: 9, cause: 'step two failed' });
    expect(steps.map(({ parent, step: name, state }) => ({ parent, name, state }))).toEqual([
      { parent: workflow?.transaction, name: 'one', state: 'succeeded' },
      { parent: workflow?.transaction, name: 'two', state: 'failed' },
    ]);
    const list = await ws.polycrate('logs', 'list', '-o', 'json');
    expect(JSON.parse(list.stdout)).toHaveLength(1);
  });

  test('fails a step that cannot even start, with its problem and exit status', async () => {
    await using ws = await scenario({
      'workspace.poly': `name: acme\nworkflows:\n  - name: deploy\n    steps:\n      - {name: one, block: web, action: install}\n`,
      'blocks/web/block.poly': 'name: web\nactions: [{name: install, playbook: none.yml}]\n',
    });
    const { status, stderr } = await ws.polycrate('run', 'deploy');
    expect(status).toBe(66);
    expect(stderr).toContain('error[PLAYBOOK_MISSING]');
    expect(stderr).toMatch(/one +failed/);
  });

  test('checks every step before the first one runs', async () => {
    await using ws = await scenario(workspace(['steps:', step('one', 'good'), step('two', 'goood')].join('\n')));
    const { status, stdout, stderr } = await ws.polycrate('workflow', 'run', 'deploy');
    expect(status).toBe(65);
    expect(stdout).toBe('');
    expect(stderr).toContain('hint  did you mean "good"?');
  });

  test('has the engine get ready for the next two steps beside each, once, and for none that only a failure brings', async () => {
    const steps = ['one', 'two', 'three'].map((name) => step(name, 'good'));
    await using ws = await scenario(
      workspace(['steps:', ...steps, step('repair', 'undo', ', when: failure'), step('last', 'good')].join('\n')),
    );
    const headStart = { purpose: 'deploying' };
    expect((await ws.polycrateWith({ headStart }, 'workflow', 'run', 'deploy')).status).toBe(0);
    const [purpose, ...foreseen] = ws.engine.foreseen;
    expect(purpose).toBe('deploying');
    expect(foreseen.map((job) => typeof job !== 'string' && job.env['POLYCRATE_STEP'])).toEqual([
      'two',
      'three',
      'last',
    ]);
    const [first, ...rest] = ws.engine.jobs;
    expect(first?.purpose).toBe(purpose);
    expect(rest.map((job) => job.purpose)).toEqual([undefined, undefined, undefined]);
  });

  test('leaves a container for the next command with its last step only, and none in CI', async () => {
    const both = workspace(['steps:', step('one', 'good'), step('two', 'good')].join('\n'));
    await using ws = await scenario(both);
    await ws.polycrateWith({ env: { PATH: process.env['PATH'] } }, 'workflow', 'run', 'deploy');
    expect(ws.engine.jobs.map((job) => job.parkMs)).toEqual([undefined, 300_000]);
    await ws.polycrateWith({ env: { PATH: process.env['PATH'], CI: 'true' } }, 'run', 'app', 'good');
    expect(ws.engine.jobs.at(-1)?.parkMs).toBeUndefined();
    await ws.polycrate('run', 'app', 'good', '--set', 'container.park=90s');
    expect(ws.engine.jobs.at(-1)?.parkMs).toBe(90_000);
    await ws.polycrate('run', 'app', 'good', '--set', 'container.park=off');
    expect(ws.engine.jobs.at(-1)?.parkMs).toBeUndefined();
  });

  test('passes containers on from step to step, and says of each that it wants none where that is switched off', async () => {
    await using ws = await scenario(workspace(['steps:', step('one', 'good'), step('two', 'good')].join('\n')));
    await ws.polycrate('workflow', 'run', 'deploy');
    await ws.polycrate('workflow', 'run', 'deploy', '--set', 'container.pass_on=false');
    expect(ws.engine.jobs.map((job) => job.passOn)).toEqual([true, undefined, false, false]);
  });
});
