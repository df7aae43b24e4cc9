import { afterEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { TERMINAL_CHANGED } from '../support/cli.ts';
import { closeWorkspaces, createScripts, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const ESCAPE = '\u001b[';
const CTRL_C = '\u0003';

/** What a terminal shows: line ends are not looked at closely. */
function linesOf({ stdout }: { readonly stdout: string }): string {
  return stdout.replaceAll(/\r+\n/g, '\n');
}

describe('on a terminal', () => {
  const onTerminal = { terminal: true, stdin: 'open' } as const;

  test('an action has one too, as wide and high, from its first line', async () => {
    const workspace = await createScripts({
      go: 'for end in 0 1 2; do test -t $end && echo "end $end"; done; stty size; echo "$TERM"; tput cols',
    });
    const run = await (await workspace.start(['run', 'main', 'go'], onTerminal)).finished;
    expect(linesOf(run)).toContain('end 0\nend 1\nend 2\n31 97\nxterm-256color\n97\n');
    expect(run.stdout).not.toContain(TERMINAL_CHANGED);
    expect(run.code).toBe(0);
    expect(await workspace.record()).toMatchObject({ state: 'succeeded' });
  });

  test('an action is told when its size changes', async () => {
    const workspace = await createScripts({
      // stty sets rows and columns one after the other, so the first word of a change may be half of it.
      go: `told=no; trap 'told=yes' WINCH; echo up; until [ "$(stty size) $told" = '44 111 yes' ]; do sleep 0.1; done; stty size`,
    });
    const running = await workspace.start(['run', 'main', 'go'], onTerminal);
    await running.waitFor('\nup');
    // The terminal is that of the one child that script(1) has.
    const child = readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, 'utf8').trim();
    execFileSync('stty', ['-F', readlinkSync(`/proc/${child}/fd/0`), 'rows', '44', 'cols', '111']);
    const run = await running.finished;
    expect(linesOf(run)).toContain('\n44 111\n');
    expect(run.code).toBe(0);
  });

  test('there is colour: ours, and that of the tools', async () => {
    const workspace = await createWorkspace({
      'blocks/main/block.poly': 'name: main\nactions: [{ name: play, playbook: play.yml }]\n',
      'blocks/main/play.yml': '- { hosts: all, gather_facts: false, tasks: [{ ansible.builtin.ping: }] }\n',
    });
    const { code, stdout } = await (await workspace.start(['run', 'main', 'play'], onTerminal)).finished;
    expect(code).toBe(0);
    expect(stdout).toContain(`${ESCAPE}0;32mok: [localhost]`);
    expect(stdout).toMatch(/\u001b\[\d+(;\d+)?m✔ succeeded/);
    const plain = await workspace.polycrate('run', 'main', 'play');
    expect(plain.code).toBe(0);
    expect(plain.stdout + plain.stderr).not.toContain(ESCAPE);
  });

  test('a program that draws the screen itself is shown byte for byte', async () => {
    const drawn = 'one\\ntwo\\r\\nthree\\033[2A\\n';
    const workspace = await createScripts({ go: `stty raw; printf '${drawn}'; stty sane` });
    const { stdout } = await (await workspace.start(['run', 'main', 'go'], onTerminal)).finished;
    expect(stdout).toContain(`one\ntwo\r\nthree${ESCAPE}2A\n`);
  });

  test('Ctrl-C ends the action with 130, and the terminal is as before', async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 60; echo "never here"' });
    const running = await workspace.start(['run', 'main', 'go'], onTerminal);
    await running.waitFor('\nup');
    running.type(CTRL_C);
    const { code, stdout } = await running.finished;
    expect(code).toBe(130);
    expect(stdout).not.toContain('never here');
    expect(stdout).not.toContain(TERMINAL_CHANGED);
    expect(await workspace.record()).toMatchObject({ state: 'cancelled', exit_code: 130 });
  });

  test('every step of a workflow reads what is typed and ends by Ctrl-C, not only the first', async () => {
    const step = (name: string) => `{ name: ${name}, block: main, action: ${name} }`;
    const workspace = await createWorkspace({
      'workspace.poly': `workflows: [{ name: all, steps: [${['first', 'ask', 'wait'].map(step).join(', ')}] }]\n`,
      'blocks/main/block.poly': `name: main\nactions:
  - { name: first, script: 'true' }
  - { name: ask, script: ['echo ready', 'read -r line', 'echo "heard $line"'] }
  - { name: wait, script: ['echo up', 'sleep 60', 'echo "never here"'] }\n`,
    });
    const running = await workspace.start(['workflow', 'run', 'all'], onTerminal);
    await running.waitFor('\nready');
    running.type('hello\n');
    await running.waitFor('\nup');
    running.type(CTRL_C);
    const run = await running.finished;
    expect(linesOf(run)).toContain('\nheard hello\n');
    expect(run.stdout).not.toContain('never here');
    expect(run.stdout).not.toContain(TERMINAL_CHANGED);
    expect(run.code).toBe(130);
  });

  test('an action reads what is typed', async () => {
    const workspace = await createScripts({ go: 'read -r -p "Name? " name; echo "Hello $name"' });
    const running = await workspace.start(['run', 'main', 'go'], onTerminal);
    await running.waitFor('Name? ');
    running.type('Ada\n');
    const run = await running.finished;
    expect(linesOf(run)).toContain('\nHello Ada\n');
    expect(run.code).toBe(0);
  });

  test('a prompt is asked, and no is no', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `blocks: [{ name: main, actions: [{ name: go, prompt: { message: Really }, script: echo done }] }]\n`,
    });
    const accepted = await workspace.start(['run', 'main', 'go'], onTerminal);
    await accepted.waitFor('Really [y/N] ');
    accepted.type('y\n');
    expect(linesOf(await accepted.finished)).toContain('\ndone\n');
    const declined = await workspace.start(['run', 'main', 'go'], onTerminal);
    await declined.waitFor('Really [y/N] ');
    declined.type('n\n');
    expect(await declined.finished).toMatchObject({ code: 77 });
  });
});

describe('without a terminal', () => {
  test('an action has none', async () => {
    const workspace = await createScripts({ go: 'for end in 0 1 2; do test -t $end || echo "no $end"; done' });
    expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ code: 0, stdout: 'no 0\nno 1\nno 2\n' });
  });

  test('stdin that never ends is not waited for', async () => {
    const workspace = await createScripts({ go: 'cat; read -r line || echo "nothing to read"' });
    const running = await workspace.start(['run', 'main', 'go'], { stdin: 'open' });
    expect(await running.finished).toMatchObject({ code: 0, stdout: 'nothing to read\n' });
  });

  test('a prompt is an error that says what to do; --yes answers it', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `blocks: [{ name: main, actions: [{ name: go, prompt: { message: Really }, script: echo done }] }]\n`,
    });
    const asked = await (await workspace.start(['run', 'main', 'go'], { stdin: 'open' })).finished;
    expect(asked).toMatchObject({ code: 64, stdout: '' });
    expect(asked.stderr).toContain('error[PROMPT_UNANSWERED]');
    expect(asked.stderr).toContain('--yes');
    expect(await workspace.polycrate('run', 'main', 'go', '--yes')).toMatchObject({ code: 0, stdout: 'done\n' });
  });
});
