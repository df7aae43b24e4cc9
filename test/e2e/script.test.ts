import { afterEach, describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { closeWorkspaces, createScripts, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

describe('a script action', () => {
  test('runs its items in order in one shell, with variables, folders, here-documents and several lines', async () => {
    const workspace = await createWorkspace({
      'blocks/main/block.poly': `
name: main
actions:
  - name: go
    script:
      - colour=green
      - cd /tmp
      - |
        for number in 1 2; do
          echo "$number $colour"
        done
      - |
        cat <<TEXT > here.txt
          in $PWD: "$colour"
        TEXT
      - cat here.txt
      - say() { echo "said $1"; }
      - say hello
`,
    });
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run.stdout).toBe('1 green\n2 green\n  in /tmp: "green"\nsaid hello\n');
    expect(run.code).toBe(0);
  });

  test.each([
    ['a command', 'echo before; (exit 7); echo after', 'before\n', 7],
    ['the middle of a pipe', 'echo before; (exit 9) | cat; echo after', 'before\n', 9],
    ['a variable that is not set', 'echo before; echo "$nothing_here"; echo after', 'before\n', 1],
    ['a program that is not there', 'echo before; no-such-program; echo after', 'before\n', 127],
  ])('ends at the first failure, with its status: %s', async (_name, script, stdout, code) => {
    const workspace = await createScripts({ go: script });
    expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ stdout, code });
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: code });
  });

  test('keeps stdout and stderr apart, byte for byte, in the output and in the journal', async () => {
    const workspace = await createScripts({
      go: `printf 'out ä \\001'; printf 'err \\033[31m' >&2; printf ' no line end'; printf '[0m' >&2`,
    });
    const run = await workspace.polycrate('run', 'main', 'go', '--quiet');
    expect(run).toEqual({ code: 0, stdout: 'out ä \u0001 no line end', stderr: 'err \u001b[31m[0m' });
    expect(await workspace.journal('stdout')).toBe(run.stdout);
    expect(await workspace.journal('stderr')).toBe(run.stderr);
  });

  test('passes on a great deal of output, all of it and in order', async () => {
    const workspace = await createScripts({ go: 'seq 1 400000' });
    const { code, stdout } = await workspace.polycrate('run', 'main', 'go');
    expect(code).toBe(0);
    expect(stdout).toBe(Array.from({ length: 400_000 }, (_, index) => `${index + 1}\n`).join(''));
    expect(await workspace.journal('stdout')).toBe(stdout);
  });

  test('gets what follows -- as its arguments, unchanged', async () => {
    const workspace = await createScripts({ go: 'printf "[%s]" "$@"' });
    const { stdout } = await workspace.polycrate('run', 'main', 'go', '--', '--limit', 'two words', '', '$HOME', '-o');
    expect(stdout).toBe('[--limit][two words][][$HOME][-o]');
  });

  test('works in its block’s folder, may write the workspace, and keeps its artifacts', async () => {
    const workspace = await createWorkspace({
      'blocks/deep/er/main/block.poly': `
name: main
actions:
  - name: go
    script: |
      pwd
      cat beside.txt
      touch made-here.txt /workspace/made-above.txt
      echo result > "$ARTIFACTS/result.txt"
  - name: again
    script: cat "$ARTIFACTS/result.txt"; echo more >> "$ARTIFACTS/result.txt"
`,
      'blocks/deep/er/main/beside.txt': 'beside\n',
    });
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run).toMatchObject({ code: 0, stdout: '/workspace/blocks/deep/er/main\nbeside\n' });
    await workspace.read('blocks/deep/er/main/made-here.txt');
    await workspace.read('made-above.txt');
    const again = await workspace.polycrate('run', 'main', 'again');
    expect(again).toMatchObject({ code: 0, stdout: 'result\n' });
    expect(again.stderr).toContain('artifacts changed: result.txt');
    const [first, second] = await workspace.records();
    expect(first?.artifacts?.created).toEqual(['result.txt']);
    expect(second?.artifacts?.changed).toEqual(['result.txt']);
  });
});

describe('variables and mounts from outside', () => {
  test('come from extraenv, --env and the action, the nearest winning', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `
extraenv: ['FAR=workspace', 'MIDDLE=workspace', 'NEAR=workspace', 'EQUALS=a=b=c']
blocks:
  - name: main
    actions:
      - name: go
        env: { NEAR: action }
        script: printf '%s|' "$FAR" "$MIDDLE" "$NEAR" "$EQUALS" "$FROM_HOST" "\${ABSENT-unset}"
`,
    });
    const entries = ['MIDDLE=line', 'NEAR=line', 'FROM_HOST', 'ABSENT'].flatMap((entry) => ['--env', entry]);
    const running = await workspace.start(['run', ...entries, 'main', 'go'], { env: { FROM_HOST: 'of mine' } });
    expect(await running.finished).toMatchObject({ code: 0, stdout: 'workspace|line|action|a=b=c|of mine|unset|' });
  });

  test('come from extramounts and --mount, read-only where they say so', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `
extramounts: ['./shared:/shared:ro']
blocks:
  - name: main
    actions:
      - name: go
        script: |
          cat /shared/here.txt
          echo written > /line/made.txt
          for folder in /shared /guarded; do touch $folder/made.txt || echo "$folder is read-only"; done
`,
      'shared/here.txt': 'shared\n',
      'line/.keep': '',
      'guarded/.keep': '',
    });
    const guarded = path.join(workspace.directory, 'guarded');
    const mounts = ['--mount', './line:/line', '-m', `${guarded}:/guarded:ro`];
    const run = await workspace.polycrate('run', 'main', 'go', ...mounts);
    expect(run).toMatchObject({ code: 0, stdout: 'shared\n/shared is read-only\n/guarded is read-only\n' });
    await expect(workspace.read('line/made.txt')).resolves.toBe('written\n');
  });

  test('stop a run before it starts when the source of a mount is not there', async () => {
    const workspace = await createScripts({ go: 'true' });
    const run = await workspace.polycrate('run', 'main', 'go', '--mount', './nowhere:/nowhere');
    expect(run.code).toBe(66);
    expect(run.stderr).toContain('error[MOUNT_SOURCE_MISSING]');
    expect(run.stderr).toContain(path.join(workspace.directory, 'nowhere'));
  });
});
