import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

describe('a reader of the output', () => {
  test('that goes away ends the run soon, and nothing is left', async () => {
    const workspace = await createScripts({ go: 'while :; do echo more; done' });
    const shell = '"$@" | head -n 1; echo "${PIPESTATUS[0]}" >&2';
    const run = await (await workspace.start(['run', '--quiet', 'main', 'go'], { shell })).finished;
    expect(run).toMatchObject({ code: 0, stdout: 'more\n' });
    expect(run.stderr).toMatch(/(^|\n)(74|141)\n$/);
    const { state } = await workspace.record();
    expect(state).not.toBe('running');
    expect(state).not.toBe('succeeded');
  });

  test('that is slow gets everything, and keeps the action waiting meanwhile', async () => {
    const workspace = await createScripts({
      go: 'seq 1 3000000; [ -e /workspace/reading ] && echo "has waited" >&2',
    });
    const shell = '"$@" | { sleep 2; touch reading; cksum; }; exit "${PIPESTATUS[0]}"';
    const run = await (await workspace.start(['run', '--quiet', 'main', 'go'], { shell })).finished;
    expect(run.stderr).toBe('has waited\n');
    expect(run.stdout).toMatch(/ 22888896$/m);
    expect(run.code).toBe(0);
  });

  test('that is a full disk ends the run with its own code', async () => {
    const workspace = await createScripts({ go: 'seq 1 100000; sleep 60' });
    const run = await (await workspace.start(['run', 'main', 'go'], { shell: '"$@" > /dev/full' })).finished;
    expect(run.code).toBe(74);
    expect(run.stderr).toContain('error[OUTPUT_UNWRITABLE]');
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: 74 });
  });
});
