import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

describe('a signal to the CLI', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s lets the action tidy up and say its own exit status', async (name) => {
    const workspace = await createScripts({
      go: `trap 'echo tidied; exit 42' ${name.slice(3)}; echo up; sleep 60; echo 'never here'`,
    });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    running.signal(name);
    expect(await running.finished).toMatchObject({ code: 42, stdout: 'up\ntidied\n' });
    expect(await workspace.record()).toMatchObject({
      state: 'cancelled',
      exit_code: 42,
      cause: `cancelled by ${name}`,
    });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends an action that does not care, with %d', async (name, code) => {
    const workspace = await createScripts({ go: 'echo up; sleep 60' });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('up\n');
    running.signal(name);
    expect(await running.finished).toMatchObject({ code });
    expect(await workspace.record()).toMatchObject({ state: 'cancelled', exit_code: code });
  });

  test('ends a workflow; the steps to come are skipped', async () => {
    const workspace = await createScripts(
      { wait: 'echo up; sleep 60', never: 'echo "never here"' },
      `
workflows:
  - name: both
    allow_failure: true
    steps:
      - { name: wait, block: main, action: wait }
      - { name: never, block: main, action: never }
`,
    );
    const running = await workspace.start(['workflow', 'run', 'both']);
    await running.waitFor('up\n');
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'up\n' });
    expect(stderr).toMatch(/^never +- skipped/m);
    expect((await workspace.records()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('also ends a run that has only just begun', async () => {
    const workspace = await createScripts({ go: 'sleep 60' });
    const running = await workspace.start(['run', 'main', 'go']);
    await running.waitFor('▶ main go');
    running.signal('SIGINT');
    expect(await running.finished).toMatchObject({ code: 130 });
    expect(await workspace.record()).toMatchObject({ state: 'cancelled', exit_code: 130 });
  });
});

describe('a timeout', () => {
  test('ends the action with 124, after it could tidy up', async () => {
    const workspace = await createScripts({ unused: 'true' });
    await workspace.write(
      'workspace.poly',
      `name: ${workspace.name}
blocks:
  - name: main
    actions:
      - name: go
        timeout: 1s
        script: "trap 'echo tidied; exit 5' TERM; echo up; sleep 60"
`,
    );
    expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ code: 124, stdout: 'up\ntidied\n' });
    expect(await workspace.record()).toMatchObject({ state: 'timed-out', exit_code: 124 });
  });
});

test('an action with retry is tried again in a fresh container, at once', async () => {
  const workspace = await createScripts({ unused: 'true' });
  await workspace.write(
    'workspace.poly',
    `name: ${workspace.name}
blocks:
  - name: main
    actions:
      - name: go
        idle_timeout: 1s
        retry: { attempts: 3, on: [5, 124] }
        script: 'echo "try" | tee -a "$ARTIFACTS/tries"; [[ ! -e /tmp/old ]]; touch /tmp/old; case $(wc -l <"$ARTIFACTS/tries") in 1) exit 5 ;; 2) sleep 60 ;; esac'
`,
  );
  expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ code: 0, stdout: 'try\ntry\ntry\n' });
  expect(await workspace.record()).toMatchObject({
    state: 'succeeded',
    attempts: [
      { exit_code: 5 },
      { state: 'timed-out', cause: 'no output for 1 s, its idle_timeout' },
      { exit_code: 0 },
    ],
  });
});
