import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario, told } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': 'name: acme\nextraenv: [STAGE=test]\n',
  'secrets.poly': 'blocks: [{ name: web, config: { token: s3cret-canary } }]\n',
  'blocks/web/block.poly': `
name: web
actions:
  - { name: say, script: 'echo "$STAGE in $PWD as $1"; echo made > $ARTIFACTS/out' }
  - { name: leak, script: 'cat "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" | grep canary; echo $POLYCRATE_WORKSPACE_SNAPSHOT_JSON > $ARTIFACTS/where; exit 7' }
  - { name: bare, playbook: site.yml }
`,
  'blocks/web/site.yml': '[]\n',
};
const HERE = { findsEngine: true };

describe('without a container', () => {
  test.each([
    ['--local', [], {}],
    ['--engine local', [], {}],
    ['POLYCRATE_ENGINE=local', [], { POLYCRATE_ENGINE: 'local' }],
  ])('%s runs an action on this machine and records what it ran in', async (flags, _none, variables) => {
    await using ws = await scenario(FILES);
    const words = flags.startsWith('-') ? flags.split(' ') : [];
    const env = { PATH: process.env['PATH'], HOME: ws.directory, NO_COLOR: '1', ...variables };
    const answer = await ws.polycrateWith({ ...HERE, env }, ...words, 'run', 'web', 'say', '--', 'ada');
    expect(answer).toMatchObject({ status: 0, stdout: `test in ${ws.directory}/blocks/web as ada\n` });
    expect(await ws.records()).toMatchObject([
      { state: 'succeeded', image: expect.stringMatching(/^local: \S/), artifacts: { created: ['out'] } },
    ]);
    // Equal plans have equal hashes, although the files of each run lie elsewhere.
    await ws.polycrateWith({ ...HERE, env }, ...words, 'run', 'web', 'say', '--', 'ada');
    const [first, second] = await ws.records();
    expect(first?.plan).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.plan).toBe(second?.plan);
  });

  test('masks secrets, gives the exit status, and leaves no file behind', async () => {
    await using ws = await scenario(FILES);
    const { status, stdout } = await ws.polycrateWith(HERE, '-l', 'run', 'web', 'leak');
    expect(status).toBe(7);
    expect(stdout).toMatch(/"\*\*\*"/);
    expect(stdout).not.toContain('s3cret-canary');
    const where = (await ws.read('artifacts/blocks/web/where')).trim();
    expect(where).toMatch(/\/polycrate-[0-9a-f]{12}\/snapshot\.json$/);
    await expect(stat(join(where, '..'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('says which program is missing before anything runs', async () => {
    await using ws = await scenario(FILES);
    const tools = join(ws.directory, 'bin');
    await mkdir(tools);
    await ws.write('bin/bash', '#!/bin/sh\nexec /bin/bash "$@"\n');
    await chmod(join(tools, 'bash'), 0o755);
    const env = { PATH: tools, HOME: ws.directory, NO_COLOR: '1' };
    const { status, stderr } = await ws.polycrateWith({ ...HERE, env }, '-l', 'run', 'web', 'bare');
    expect(status).toBe(69);
    expect(stderr).toContain('error[TOOL_MISSING] "ansible-playbook" is not on this machine');
    const checked = await ws.polycrateWith({ ...HERE, env }, '-l', 'doctor');
    expect(checked.stdout).toMatch(/engine +local, on /);
    expect(checked.stdout).toContain('ansible-playbook');
  });

  test('shows in a plan where everything is', async () => {
    await using ws = await scenario(FILES);
    const { stdout } = await ws.polycrateWith(HERE, '-l', 'plan', 'web', 'say', '-o', 'json');
    const folder = expect.stringMatching(/\/polycrate-/);
    expect(JSON.parse(stdout)).toMatchObject({
      mounts: [],
      local: { folder },
      workingDirectory: `${ws.directory}/blocks/web`,
    });
  });

  test('says what cannot be had, in these words', async () => {
    const workspace = 'name: acme\nextramounts: ["./data:/data"]\nconfig: { container: { network: none } }\n';
    await using ws = await scenario({ ...FILES, 'workspace.poly': workspace, 'data/x': '' });
    const code = 'LOCAL_UNSUPPORTED';
    expectWording(code, {
      'polycrate run -l web say': told(code, await ws.polycrateWith(HERE, 'run', '-l', 'web', 'say'), ws),
      'polycrate toolchain build -l': told(code, await ws.polycrateWith(HERE, 'toolchain', 'build', '-l'), ws),
    });
  });
});
