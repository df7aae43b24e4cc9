import { describe, expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const WEB = {
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly':
    'name: web\nactions:\n  - {name: install, playbook: none.yml}\n  - {name: say, script: echo hi}\n',
};

describe('a run that is refused', () => {
  test('leaves a record that says why', async () => {
    await using ws = await scenario(WEB);
    expect((await ws.polycrate('run', 'web', 'install')).status).toBe(66);
    expect(await ws.records()).toMatchObject([
      {
        block: 'web',
        action: 'install',
        state: 'failed',
        exit_code: 66,
        cause: expect.stringMatching(/^PLAYBOOK_MISSING: /),
      },
    ]);
  });

  test('leaves none where records are off', async () => {
    await using ws = await scenario({ ...WEB, 'workspace.poly': 'name: acme\nconfig: {logging: {enabled: false}}\n' });
    await ws.polycrate('run', 'web', 'install');
    await ws.polycrate('run', 'web', 'say');
    expect(await ws.records()).toEqual([]);
  });

  test('because only a block was named says which action there is', async () => {
    await using ws = await scenario(WEB);
    const { status, stderr } = await ws.polycrate('run', 'web');
    expect(status).toBe(65);
    expect(stderr).toBe(
      'error[WORKFLOW_UNKNOWN] "web" is a block, and no workflow: which of its actions is to run?\nhint  polycrate run web install\n',
    );
  });
});

describe('a word that is called otherwise than it is', () => {
  const files = {
    ...WEB,
    'workspace.poly': 'name: acme\nworkflows: [{name: nightly, steps: [{name: one, block: web, action: say}]}]\n',
  };

  test.each([
    [['run', 'install', 'x'], 'BLOCK_UNKNOWN', 'polycrate run web install'],
    [['run', 'nightly', 'x'], 'BLOCK_UNKNOWN', 'polycrate workflow run nightly'],
    [['plan', 'install', 'x'], 'BLOCK_UNKNOWN', 'polycrate run web install'],
    [['run', 'install'], 'WORKFLOW_UNKNOWN', 'polycrate run web install'],
  ])('%j is answered with the command that runs it', async (words, code, command) => {
    await using ws = await scenario(files);
    const { stderr } = await ws.polycrate(...words);
    expect(stderr).toContain(`error[${code}] `);
    expect(stderr).toContain(`hint  ${command}\n`);
  });
});

describe('an unknown workflow', () => {
  test('is answered with the nearest one', async () => {
    await using ws = await scenario({
      ...WEB,
      'workspace.poly': 'name: acme\nworkflows: [{name: deploy, steps: [{name: one, block: web, action: say}]}]\n',
    });
    const { status, stderr } = await ws.polycrate('workflow', 'run', 'deplyo');
    expect(status).toBe(65);
    expect(stderr).toBe('error[WORKFLOW_UNKNOWN] no workflow is called "deplyo"\nhint  did you mean "deploy"?\n');
  });
});

describe('what is given on the command line', () => {
  test.each([
    [
      'a mount without a path in the container',
      ['--mount', '/etc'],
      'MOUNT_INVALID',
      'mount "/etc" is not HOST:CONTAINER[:ro], with an absolute path in the container',
    ],
    [
      'a mount of nothing',
      ['--mount', '/no/such:/x'],
      'MOUNT_SOURCE_MISSING',
      'nothing is at /no/such, which is to be mounted at /x',
    ],
    [
      'a variable with an impossible name',
      ['--env', '1A=x'],
      'ENV_INVALID',
      '"1A" cannot be the name of an environment variable',
    ],
  ])('%s is refused', async (_title, options, code, message) => {
    await using ws = await scenario(WEB);
    const { stderr } = await ws.polycrate('run', 'web', 'say', ...options);
    expect(stderr).toContain(`error[${code}] ${message}\n`);
  });

  test('an image that names its own tag is taken as it is', async () => {
    await using ws = await scenario(WEB);
    const planned = async (reference: string) => {
      const { stdout } = await ws.polycrate('plan', 'web', 'say', '--image-ref', reference, '-o', 'json');
      return (JSON.parse(stdout) as { image: string }).image;
    };
    expect(await planned('debian:trixie')).toBe('debian:trixie');
    expect(await planned('registry.example:5000/team/tools')).toBe('registry.example:5000/team/tools:0.1.0');
    expect(await planned('team/tools@sha256:abc')).toBe('team/tools@sha256:abc');
  });
});

describe('init', () => {
  test('adds what must be ignored to a .gitignore that is there', async () => {
    await using ws = await scenario({ '.gitignore': 'node_modules\n' });
    await ws.polycrate('init', '--name', 'acme');
    const ignored = (await ws.read('.gitignore')).split('\n');
    expect(ignored.slice(0, 2)).toEqual(['node_modules', '']);
    expect(ignored).toContain('secrets.poly');
  });

  test('refuses a name at once, however long', async () => {
    await using ws = await scenario({});
    const { status, stderr } = await ws.polycrate('init', '--name', `${'a'.repeat(5000)}!`);
    expect(status).toBe(65);
    expect(stderr).toContain('error[NAME_INVALID]');
  });
});

describe('-w', () => {
  test('means that folder and none above it', async () => {
    await using ws = await scenario(WEB);
    await ws.write('below/file.txt', '');
    const { status, stderr } = await ws.polycrate('-w', 'below', 'block', 'list');
    expect(status).toBe(66);
    expect(stderr).toContain('error[WORKSPACE_NOT_FOUND]');
    expect((await ws.polycrate('-w', '.', 'block', 'list')).status).toBe(0);
  });
});

describe('validate --strict', () => {
  test('makes an unknown key an error, said once', async () => {
    const files = { ...WEB, 'blocks/web/none.yml': '[]', 'workspace.poly': 'name: acme\norganisation: corp\n' };
    await using ws = await scenario(files);
    expect(await ws.polycrate('validate')).toMatchObject({ status: 0 });
    const { status, stdout } = await ws.polycrate('validate', '--strict');
    expect(status).toBe(65);
    expect(stdout.match(/organisation: corp/g)).toHaveLength(1);
    expect(stdout).toMatch(/^error\[KEY_UNKNOWN\] /);
  });
});

describe('secrets.poly', () => {
  test('is never quoted in what is wrong with it', async () => {
    await using ws = await scenario({
      ...WEB,
      'secrets.poly': 'blocks:\n  - name: web\n    config: correct-horse-battery\n    pasword: hunter2hunter2\n',
    });
    const { status, stdout, stderr } = await ws.polycrate('block', 'list', '-o', 'json');
    expect(status).toBe(65);
    expect(stdout + stderr).toContain('secrets.poly');
    expect(stdout + stderr).not.toMatch(/correct-horse|hunter2/);
  });
});
