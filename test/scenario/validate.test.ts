import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario, steady } from '../support/command-line.ts';

const WEB = {
  'workspace.poly': `name: acme
organisation: corp
workflows:
  - name: go
    steps: [{ name: one, block: web, action: deplo }]
`,
  'blocks/web/block.poly': 'name: web\nactions: [{ name: deploy, script: echo hi }]\n',
};
const SOUND = { ...WEB, 'workspace.poly': 'name: acme\n' };

const UNKNOWN_KEY = `warning[KEY_UNKNOWN] "organisation" is not a key of a workspace
  workspace.poly:2:1
    1 | name: acme
    2 | organisation: corp
      | ^^^^^^^^^^^^
    3 | workflows:
hint  did you mean "organization"?
`;
const UNKNOWN_ACTION = `error[ACTION_UNKNOWN] block "web" has no action "deplo"
  workspace.poly:5:46
    4 |   - name: go
    5 |     steps: [{ name: one, block: web, action: deplo }]
      |                                              ^^^^^
hint  did you mean "deploy"?
`;

describe.each(['validate', 'workspace validate'])('polycrate %s', (words) => {
  test('tells every error and warning on stdout, in the order of their places, and sums up', async () => {
    await using ws = await scenario(WEB);
    expect(await ws.polycrate(...words.split(' '))).toEqual({
      status: 65,
      stdout: `${UNKNOWN_KEY}\n${UNKNOWN_ACTION}\n1 error, 1 warning in 1 file\n`,
      stderr: '',
    });
  });
});

describe('polycrate validate', () => {
  test('ends with 0 when nothing is wrong', async () => {
    await using ws = await scenario(SOUND);
    expect(await ws.polycrate('validate')).toEqual({
      status: 0,
      stdout: 'acme is valid: 1 block, 1 action, 0 workflows, 0 warnings\n',
      stderr: '',
    });
  });

  test('ends with 65 whatever the first error is', async () => {
    await using ws = await scenario({
      ...SOUND,
      'blocks/host/block.poly': 'name: host\nactions: [{ name: play, playbook: site.yml }]\n',
    });
    const { status, stdout } = await ws.polycrate('validate');
    expect(status).toBe(65);
    expect(stdout).toMatch(/^error\[PLAYBOOK_MISSING\] /);
  });

  test('tells of other files when workspace.poly is beyond use', async () => {
    await using ws = await scenario({ 'workspace.poly': 'name: [\n', 'blocks/web/block.poly': 'nam: web\n' });
    const { status, stdout, stderr } = await ws.polycrate('validate');
    expect({ status, stderr }).toEqual({ status: 65, stderr: '' });
    expect(stdout.match(/^error\[\w+\]/gm)).toEqual(['error[KEY_UNKNOWN]', 'error[YAML_INVALID]']);
    expect(stdout).toMatch(/\n2 errors in 2 files\n$/);
    const asData = JSON.parse((await ws.polycrate('validate', '-o', 'json')).stdout) as object;
    expect(asData).toMatchObject({ valid: false, blocks: 0, errors: 2, warnings: 0 });
  });

  test('is no answer where there is no workspace', async () => {
    await using ws = await scenario({});
    const { status, stdout, stderr } = await ws.polycrate('validate');
    expect({ status, stdout }).toEqual({ status: 66, stdout: '' });
    expect(stderr).toMatch(/^error\[WORKSPACE_NOT_FOUND\] /);
  });

  test('runs nothing and writes nothing, even with --strict', async () => {
    await using ws = await scenario({ ...SOUND, '.logs': 'a file' });
    const engine = () => Promise.reject(new Error('the engine was asked for'));
    expect(await ws.polycrateWith({ engine }, 'validate', '--strict')).toMatchObject({ status: 0, stderr: '' });
  });

  test('stays the same in a job of GitHub', async () => {
    await using ws = await scenario(WEB);
    const env = { PATH: process.env['PATH'], HOME: ws.directory, CI: 'true', GITHUB_ACTIONS: 'true' };
    expect((await ws.polycrateWith({ env }, 'validate')).stdout).toContain(UNKNOWN_ACTION);
  });

  test('is coloured, and fits, where stdout is a terminal', async () => {
    await using ws = await scenario(WEB);
    const env = { HOME: ws.directory, FORCE_COLOR: '1' };
    const { stdout } = await ws.polycrateWith({ env, columns: 40 }, 'validate');
    expect(stdout).toContain('\u001b[31merror[ACTION_UNKNOWN]');
    const source = stdout.split('\n').find((line) => line.includes('deplo }'));
    expect(source?.replaceAll(/\u001b\[\d+m/g, '').length).toBeLessThanOrEqual(40);
  });
});

describe('what a person reads about files when', () => {
  test('a script runs one that does not exist', async () => {
    await using ws = await scenario({
      ...SOUND,
      'blocks/app/block.poly': 'name: app\nactions:\n  - name: deploy\n    script:\n      - ./scripts/deploy.sh\n',
    });
    const { status, stdout } = await ws.polycrate('validate');
    expect(status).toBe(0);
    expectWording('SCRIPT_MISSING', { 'polycrate validate': steady(stdout, ws) });
  });

  test('the workspace names one that does not exist', async () => {
    const named = (rest: string) => scenario({ 'workspace.poly': `name: acme\n${rest}` });
    await using hosts = await named('inventory:\n  filename: hosts.yml\n');
    await using secret = await scenario({
      'workspace.poly': 'name: acme\n',
      'secrets.poly': 'config:\n  sshprivatekey: hunter2\n',
    });
    expectWording('FILE_MISSING', {
      'inventory.filename in workspace.poly': steady((await hosts.polycrate('validate')).stdout, hosts),
      'config.sshprivatekey in secrets.poly': steady((await secret.polycrate('validate')).stdout, secret),
    });
  });
});

test('a block that is linked from outside the workspace is told, unless its files are mounted', async () => {
  await using shared = await scenario({ 'mail/block.poly': 'name: mail\nactions: [{name: say, script: echo}]\n' });
  await using ws = await scenario({ 'workspace.poly': 'name: acme\n', 'blocks/x': '' });
  const mail = path.join(shared.directory, 'mail');
  await symlink(mail, path.join(ws.directory, 'blocks/mail'));
  const { status, stdout } = await ws.polycrate('validate');
  expect(status).toBe(0);
  expectWording('LINK_OUTSIDE', { 'polycrate validate': steady(stdout.replaceAll(shared.directory, '/shared'), ws) });
  await ws.write('workspace.poly', `name: acme\nextramounts: ["${mail}:${mail}:ro"]\n`);
  expect((await ws.polycrate('validate')).stdout).toContain('0 warnings');
});

test('strictly seen, what can be tolerated hides nothing', async () => {
  const steps = 'steps: [{name: one, block: nobody, action: x}, {name: two, block: nobody, action: y}]';
  await using ws = await scenario({
    'workspace.poly': `name: acme\nsync: {}\nalias: [nobody]\nblocks: [{name: web, actions: [{name: go}]}]\nworkflows: [{name: all-of-it, ${steps}}]\n`,
  });
  const { stdout } = await ws.polycrate('validate', '--strict');
  const codes = stdout.match(/^error\[\w+\]/gm);
  expect(codes).toEqual(['KEY_IDLE', 'ACTION_EMPTY', 'BLOCK_UNKNOWN', 'BLOCK_UNKNOWN'].map((code) => `error[${code}]`));
});
