import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario, steady, told } from '../support/command-line.ts';
import { expectGolden } from '../support/golden.ts';

const WORKSPACES = path.join(import.meta.dirname, '../fixtures/workspaces');
const HELLO = {
  'workspace.poly': 'name: acme\nextraenv: [STAGE=test]\n',
  'secrets.poly': 'blocks: [{name: hello, config: {token: hunter2}}]\n',
  'blocks/hello/block.poly':
    'name: hello\nconfig: {to: world}\nactions: [{name: greet, script: [echo hi]}, {name: prune, script: [echo gone]}]\n',
};

describe('polycrate migrate --check', () => {
  test.each(['2022', '2023', '2025'])('tells what a workspace in the style of %s relies on', async (year) => {
    await using ws = await scenario({}, { from: path.join(WORKSPACES, `legacy-${year}`) });
    const { status, stdout, stderr } = await ws.polycrate('migrate', '--check');
    expect(status).toBe(65);
    expect(stderr).toBe('');
    expectGolden(`migrate/legacy-${year}.txt`, steady(stdout, ws));
  });

  test('answers 0 when nothing must be edited', async () => {
    await using ws = await scenario(HELLO);
    const { status, stdout } = await ws.polycrate('migrate', '--check');
    expect([status, stdout]).toEqual([0, 'Nothing in this workspace relies on what is otherwise here.\n']);
  });

  test('gives everything as data', async () => {
    await using ws = await scenario({ 'workspace.poly': 'Name: acme\n' });
    const { status, stdout } = await ws.polycrate('migrate', '--check', '-o', 'json');
    expect(status).toBe(65);
    expect(JSON.parse(stdout)).toMatchObject({
      workspace: ws.directory,
      differences: [
        { rule: 'key-needed', effect: 'refused', file: 'workspace.poly', line: 1, column: 1, edit: 'name:' },
      ],
      totals: { refused: 1, differs: 0, note: 0 },
    });
  });

  test('is what migrate does without the flag, too', async () => {
    await using ws = await scenario({ 'workspace.poly': 'Name: acme\n' });
    expect(await ws.polycrate('migrate')).toEqual(await ws.polycrate('migrate', '--check'));
  });

  test('looks at the workspace that --workspace names, and only there', async () => {
    await using ws = await scenario({ 'there/workspace.poly': 'name: acme\n' });
    expect((await ws.polycrate('-w', 'there', 'migrate', '--check')).status).toBe(0);
    expect((await ws.polycrate('migrate', '--check')).status).toBe(66);
  });
});

describe('command lines of the existing tool', () => {
  test('run actions in its words', async () => {
    await using ws = await scenario(HELLO);
    expect(await ws.polycrate('action', 'run', 'hello', 'greet')).toMatchObject({ status: 0, stdout: 'hi\n' });
    expect(await ws.polycrate('prune', 'hello')).toMatchObject({ status: 0, stdout: 'gone\n' });
    expect(await ws.polycrate('-f', '-e', 'A=1', 'run', 'hello', 'greet')).toMatchObject({ status: 0, stdout: 'hi\n' });
    expect(await ws.polycrate('--local=false', 'actions', 'run', 'hello', 'greet')).toMatchObject({ status: 0 });
  });

  test('show snapshots as nothing but YAML, without secrets', async () => {
    await using ws = await scenario(HELLO);
    const workspace = await ws.polycrate('workspace', 'snapshot');
    expect(workspace).toMatchObject({ status: 0, stderr: '' });
    expect(workspace.stdout).toMatch(/^workspace:\n {2}name: acme\n/);
    expect(workspace.stdout).toContain('\nenv:\n  STAGE: test\nmounts:\n');
    const run = await ws.polycrate('run', 'hello', 'greet', '--snapshot', '-o', 'json');
    expect(JSON.parse(run.stdout)).toMatchObject({ block: { name: 'hello' }, action: { name: 'greet' }, env: {} });
    expect(workspace.stdout + run.stdout).not.toContain('hunter2');
    expect(await ws.records()).toEqual([]);
  });

  test('never run what was only to be shown', async () => {
    await using ws = await scenario(HELLO);
    const { status, stdout } = await ws.polycrate('install', 'hello', '--snapshot');
    expect([status, stdout]).toEqual([64, '']);
  });

  test('with options that changed nothing are told so, and done', async () => {
    await using ws = await scenario(HELLO);
    const { status, stdout, stderr } = await ws.polycrate(
      'run',
      '-p',
      'hello',
      'greet',
      '--hub-url',
      'https://example.org',
    );
    expect([status, stdout]).toEqual([0, 'hi\n']);
    expect(stderr).toContain('warning[OPTION_IDLE] --pull has no effect');
    expect(stderr).toContain('warning[OPTION_IDLE] --hub-url has no effect');
  });

  test('pass on a variable that is not set with a warning', async () => {
    await using ws = await scenario(HELLO);
    const { status, stderr } = await ws.polycrate('run', 'hello', 'greet', '-e', 'NOWHERE', '-e', 'HOME', '-e', 'A=');
    expect(status).toBe(0);
    expect(stderr.match(/OPTION_IDLE/g)).toHaveLength(1);
    expect(stderr).toContain(
      'warning[OPTION_IDLE] --env NOWHERE has no effect, because NOWHERE is not set\nhint  --env NOWHERE=value, or: export NOWHERE=value\n',
    );
  });

  test('hide what is only there for them', async () => {
    await using ws = await scenario(HELLO);
    const help = await ws.polycrate('--help');
    expect(help.stdout).not.toMatch(/--hub-url|--snapshot/);
    const completed = await ws.polycrate('__complete', '--', '--hub');
    expect(completed.stdout).toBe('');
  });

  test('that are not understood here name what to do instead', async () => {
    await using ws = await scenario(HELLO);
    const code = 'COMMAND_ABSENT';
    const lines = [
      '-w . ssh web1 -- uptime',
      'k get pods -o wide',
      'block pull x/y:1',
      'create ssh-keys',
      'backplane login',
    ];
    const options = ['-i run hello greet', '--kubeconfig x run hello greet'];
    const texts: Record<string, string> = {};
    for (const line of [...lines, ...options])
      texts[`polycrate ${line}`] = told(code, await ws.polycrate(...line.split(' ')), ws);
    expectWording(code, texts);
  });

  test('whose options say nothing here warn in these words', async () => {
    await using ws = await scenario(HELLO);
    const { status, stderr } = await ws.polycrate('block', 'list', '-p', '--merge-v2');
    expect(status).toBe(0);
    const unset = await ws.polycrate('run', 'hello', 'greet', '--env', 'STAGE_OF_ADA');
    const [, warned = ''] = /^(warning(?:.|\n)*?)▶/.exec(unset.stderr) ?? [];
    expectWording('OPTION_IDLE', {
      'polycrate block list -p --merge-v2': stderr,
      'polycrate run hello greet --env STAGE_OF_ADA': warned,
    });
  });
});
