import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const numbers = (last: number): string => Array.from({ length: last }, (_, index) => `${index + 1}\n`).join('');

describe('a reader of the output', () => {
  test('that goes away does not disturb the action: it ends by itself, and the journal has everything', async () => {
    const workspace = await createScripts({ go: 'seq 1 200000; touch "$ARTIFACTS/finished"; exit 3' });
    const shell = '"$@" | head -n 1; exit "${PIPESTATUS[0]}"';
    const run = await (await workspace.start(['run', '--quiet', 'main', 'go'], { shell })).finished;
    expect(run).toEqual({ code: 3, stdout: '1\n', stderr: '' });
    await workspace.read('artifacts/blocks/main/finished');
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: 3 });
    expect(await workspace.journal('stdout')).toBe(numbers(200_000));
  });

  test('that is slow gets everything, and keeps the action waiting meanwhile', async () => {
    const workspace = await createScripts({
      go: 'seq 1 3000000; [ -e /workspace/reading ] && echo "has waited" >&2',
    });
    const shell = '"$@" | { sleep 2; touch reading; wc -c; }; exit "${PIPESTATUS[0]}"';
    const run = await (await workspace.start(['run', '--quiet', 'main', 'go'], { shell })).finished;
    expect(run).toEqual({ code: 0, stdout: '22888896\n', stderr: 'has waited\n' });
  });

  test('that is a full disk is told at the end; the record says how the action ended', async () => {
    const workspace = await createScripts({ go: 'seq 1 1000; touch "$ARTIFACTS/finished"' });
    const run = await (await workspace.start(['run', 'main', 'go'], { shell: '"$@" > /dev/full' })).finished;
    expect(run.code).toBe(74);
    expect(run.stderr).toContain('error[OUTPUT_UNWRITABLE]');
    await workspace.read('artifacts/blocks/main/finished');
    expect(await workspace.record()).toMatchObject({ state: 'succeeded', exit_code: 0 });
    expect(await workspace.journal('stdout')).toBe(numbers(1000));
  });
});
