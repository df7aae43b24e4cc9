import { afterEach, describe, expect, test } from '@jest/globals';
import { TERMINAL_CHANGED } from '../support/cli.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const onTerminal = { terminal: true, stdin: 'open' } as const;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_Z = '\u001a';

/** A block with a folder of its own, whose artifacts hold an inventory. */
async function createShop(): Promise<TestWorkspace> {
  return createWorkspace({
    'blocks/shop/block.poly': `name: shop
config: { colour: red }
actions: [{ name: wait, script: [touch "$ARTIFACTS/begun", 'sleep 60'] }]
`,
    'blocks/shop/note.txt': 'beside the block\n',
    'artifacts/blocks/shop/inventory.yml': 'all: { hosts: { web1: } }\n',
  });
}

describe('a command by hand', () => {
  test('runs where actions of the block run, and its status is ours', async () => {
    const workspace = await createShop();
    const script = 'cat note.txt; echo "$BLOCK_CONFIG_COLOUR $ANSIBLE_INVENTORY $PWD"; exit 7';
    const run = await workspace.polycrate('exec', 'shop', '--', 'bash', '-c', script);
    expect(run).toEqual({
      code: 7,
      stdout: 'beside the block\nred /workspace/artifacts/blocks/shop/inventory.yml /workspace/blocks/shop\n',
      stderr: '',
    });
    expect(await workspace.record()).toMatchObject({
      command: expect.stringMatching(/^polycrate exec shop -- bash -c /),
      state: 'failed',
      exit_code: 7,
    });
    expect(await workspace.journal('stdout')).toContain('beside the block');
  });

  test('without a block runs at the root of the workspace, with options of its own', async () => {
    const workspace = await createShop();
    const { code, stdout } = await workspace.polycrate('exec', '--', 'ls', '--almost-all', '-1', 'blocks');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop\n' });
  });

  test('reads what is piped in, to its end', async () => {
    const workspace = await createShop();
    const shell = 'seq 100000 | "$@" | sha256sum; seq 100000 | sha256sum; "$@" </dev/null';
    const { stdout, code } = await (await workspace.start(['exec', '--', 'cat'], { shell })).finished;
    const [through, direct] = stdout.split('\n');
    expect(through).toBe(direct);
    expect(code).toBe(0);
  });

  test('does not wait for stdin that never ends', async () => {
    const workspace = await createShop();
    const running = await workspace.start(['exec', '--', 'echo', 'done'], { stdin: 'open' });
    expect(await running.finished).toMatchObject({ code: 0, stdout: 'done\n' });
  });

  test('goes on beside a run that holds the lock, unless it asks for it', async () => {
    const workspace = await createShop();
    const running = await workspace.start(['run', 'shop', 'wait']);
    await running.waitFor('▶ shop wait');
    expect(await workspace.polycrate('exec', 'shop', '--', 'true')).toMatchObject({ code: 0 });
    expect(await workspace.polycrate('exec', '--lock', 'shop', '--', 'true')).toMatchObject({ code: 75 });
    running.signal('SIGTERM');
    await running.finished;
  });

  test('answers with its outcome as data', async () => {
    const workspace = await createShop();
    const { stdout, stderr } = await workspace.polycrate('exec', '-o', 'json', '--', 'sh', '-c', 'echo said; exit 3');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'failed', exitCode: 3 });
    expect(stderr).toBe('said\n');
  });
});

describe('a shell', () => {
  test('says where it is, and keys mean in it what they mean in a shell', async () => {
    const workspace = await createShop();
    const prompt = `${workspace.name}/shop\u001b[0m`;
    const running = await workspace.start(['shell', 'shop'], onTerminal);
    await running.waitFor(prompt);
    running.type('stty size\n');
    await running.waitFor('31 97');
    running.type('(echo "sle""eping"; sleep 61)\n');
    // A signal key makes the terminal forget what was typed ahead of it.
    await running.waitFor('sleeping\r');
    running.type(CTRL_Z);
    await running.waitFor('Stopped');
    running.type('kill %1; PS1="ba""ck: "; (echo "wai""ting"; sleep 62)\n');
    await running.waitFor('waiting\r');
    running.type(CTRL_C);
    // What comes while a command has the terminal means something else to bash than at its prompt, Ctrl-D above all.
    await running.waitFor('back: ');
    running.type('echo "still ""here $?"; PS1="la""st: "; (exit 5)\n');
    await running.waitFor('still here 130');
    await running.waitFor('last: ');
    running.type(CTRL_D);
    const { code, stdout } = await running.finished;
    expect(code).toBe(5);
    expect(stdout).toContain('shell ended · ');
    expect(stdout).not.toContain(TERMINAL_CHANGED);
    expect(await workspace.record()).toMatchObject({ command: 'polycrate shell shop', exit_code: 5, action: 'shell' });
    expect(await workspace.journal('stdout')).toBe('');
  });

  test('without a terminal reads commands from stdin', async () => {
    const workspace = await createShop();
    const shell = `echo 'cat note.txt; exit 4' | "$@"`;
    const { code, stdout } = await (await workspace.start(['shell', 'shop'], { shell })).finished;
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'beside the block\n' });
  });

  test('does not keep others from running', async () => {
    const workspace = await createShop();
    const running = await workspace.start(['shell'], onTerminal);
    await running.waitFor(`${workspace.name}\u001b[0m`);
    expect(await workspace.polycrate('exec', '--lock', 'shop', '--', 'true')).toMatchObject({ code: 0 });
    running.type(CTRL_D);
    expect(await running.finished).toMatchObject({ code: 0 });
  });
});
