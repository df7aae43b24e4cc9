import { describe, expect, test } from '@jest/globals';
import { scenario, type Scenario } from '../support/command-line.ts';

const USER = '.polycrate/polycrate.yml';
const FILES = {
  'workspace.poly': `name: acme
config:
  container: {network: none, user: root}
  ssh: {agent: false}
blocks:
  - name: web
    actions: [{name: say, script: echo}]
`,
  'secrets.poly': 'config: {globals: {token: hunter2}}\n',
  [USER]: 'ssh:\n  strict: yes\ncontainer: {network: bridge}\nimage: {reference: user/image}\n',
};

interface Leaf {
  readonly key: string;
  readonly value: unknown;
  readonly from: { readonly note?: string; readonly file?: string; readonly line?: number; readonly column?: number };
  readonly overrides: readonly Leaf[];
}

async function explained(
  ws: Scenario,
  env: Record<string, string>,
  ...argv: string[]
): Promise<Record<string, string[]>> {
  const system = { env: { HOME: ws.directory, ...env } };
  const { stdout, status } = await ws.polycrateWith(system, 'config', '--explain', '-o', 'json', ...argv);
  expect(status).toBe(0);
  const told = ({ value, from }: Leaf) => {
    const at =
      from.note ?? `${String(from.file).replace(`${ws.directory}/`, '')}:${String(from.line)}:${String(from.column)}`;
    return `${JSON.stringify(value)} ${at}`;
  };
  return Object.fromEntries(
    (JSON.parse(stdout) as Leaf[]).map((leaf) => [leaf.key, [leaf, ...leaf.overrides].map(told)]),
  );
}

describe('every setting', () => {
  test('comes from the command line, the environment, the workspace, the user’s file, or is a default: in this order', async () => {
    await using ws = await scenario(FILES);
    const env = { POLYCRATE_CONTAINER_NETWORK: 'lan', POLYCRATE_SSH_STRICT: '' };
    expect(await explained(ws, env, '--set', 'container.network=own')).toMatchObject({
      'container.network': [
        '"own" --set container.network',
        '"lan" POLYCRATE_CONTAINER_NETWORK',
        '"none" workspace.poly:3:24',
        `"bridge" ${USER}:3:22`,
        '"host" default',
      ],
      'ssh.strict': [`"yes" ${USER}:2:11`, '"accept-new" default'],
      'ssh.agent': ['false workspace.poly:4:16', 'true default'],
      'logging.keep': ['90 default'],
    });
  });

  test('holds in the plan, wherever it comes from', async () => {
    await using ws = await scenario(FILES);
    const env = { HOME: ws.directory, POLYCRATE_IMAGE_VERSION: '7', POLYCRATE_CONTAINERROOT: '/elsewhere' };
    const { stdout } = await ws.polycrateWith(
      { env },
      'plan',
      'web',
      'say',
      '-o',
      'json',
      '--set',
      'container.user=7:8',
    );
    const plan = JSON.parse(stdout) as {
      image: string;
      network: string;
      workingDirectory: string;
      user: { uid: number };
    };
    expect(plan).toMatchObject({ image: 'user/image:7', network: 'none', workingDirectory: '/elsewhere' });
    expect(plan.user.uid).toBe(7);
  });

  test('says where blocks are, also from outside the workspace', async () => {
    await using ws = await scenario({ ...FILES, 'parts/one/block.poly': 'name: one\n' });
    const list = async (...argv: string[]) => (JSON.parse((await ws.polycrate(...argv)).stdout) as object[]).length;
    expect(await list('block', 'list', '-o', 'json')).toBe(1);
    expect(await list('block', 'list', '-o', 'json', '--blocks-root', 'parts')).toBe(2);
    expect(await list('--set=blocksroot=parts', 'block', 'list', '-o', 'json')).toBe(2);
  });

  test('shows without its secrets, in a workspace and without one', async () => {
    await using ws = await scenario({ ...FILES, 'empty/x': '' });
    const { stdout } = await ws.polycrate('config', 'globals');
    expect(stdout).toBe('token: "***"\n');
    expect(await explained(ws, {}, 'globals')).toEqual({ 'globals.token': ['"***" secrets.poly:1:27'] });
    await using none = await scenario({});
    expect((await none.polycrate('config', 'ssh.strict')).stdout).toBe('accept-new\n');
  });
});

describe('what is said wrongly', () => {
  test.each([
    [['--set', 'ssh.agnt=false'], 'USAGE', 'did you mean "ssh.agent"?'],
    [['--set', 'ssh.agent=maybe'], 'USAGE', '--set ssh.agent=true'],
    [['config', 'sssh'], 'KEY_UNKNOWN', 'polycrate config'],
  ])('on the command line: %j', async (argv, code, hint) => {
    await using ws = await scenario(FILES);
    const { status, stderr } = await ws.polycrate(...(argv[0] === 'config' ? argv : ['config', ...argv]));
    expect(status).not.toBe(0);
    expect(stderr).toContain(`error[${code}]`);
    expect(stderr).toContain(hint);
  });

  test('in the environment', async () => {
    await using ws = await scenario(FILES);
    const env = { HOME: ws.directory, POLYCRATE_SSH_STRICT: 'of', POLYCRATE_BLOCKSROOT: '../up' };
    const { status, stderr } = await ws.polycrateWith({ env }, 'block', 'list');
    expect(status).toBe(65);
    expect(stderr).toContain('POLYCRATE_SSH_STRICT must be one of accept-new, yes, off, not the string "of"');
    expect(stderr).toContain('unset POLYCRATE_SSH_STRICT, or export POLYCRATE_SSH_STRICT=accept-new');
    expect(stderr).toContain('"blocksroot" (POLYCRATE_BLOCKSROOT) must be a folder inside the workspace');
  });

  test('in the user’s file, with its place', async () => {
    await using ws = await scenario({ ...FILES, [USER]: 'ssh:\n  strict: maybe\nhub: {url: x}\ncontainr: {}\n' });
    const { status, stderr } = await ws.polycrate('block', 'list');
    expect(status).toBe(65);
    expect(stderr).toMatch(/polycrate\.yml:2:11/);
    expect(stderr).toContain('did you mean "container"?');
    expect(stderr).not.toContain('"hub"');
  });
});

test('engine and log level are settings like others', async () => {
  await using ws = await scenario(FILES);
  expect(await explained(ws, { POLYCRATE_LOGLEVEL: '3' }, '--engine', 'podman', '--set', 'loglevel=2')).toMatchObject({
    engine: ['"podman" --engine'],
    loglevel: ['2 --set loglevel', '3 POLYCRATE_LOGLEVEL', '1 default'],
  });
  expect(await explained(ws, {}, '--verbose')).toMatchObject({ loglevel: ['2 --verbose', '1 default'] });
  const { stderr, status } = await ws.polycrateWith(
    { findsEngine: true },
    'run',
    'web',
    'say',
    '--set',
    'engine=unix:///none.sock',
  );
  expect(status).toBe(69);
  expect(stderr).toContain('/none.sock');
});

test('another way to write a setting is told as that setting', async () => {
  await using ws = await scenario({ 'workspace.poly': 'name: acme\nconfig: {logging: {path: mylogs}}\n' });
  expect(await explained(ws, {})).toMatchObject({ logsroot: ['"mylogs" workspace.poly:2:26', '".logs" default'] });
});

test('a workspace that is named and not there is an error', async () => {
  await using ws = await scenario({});
  expect(await ws.polycrate('-w', 'typo', 'config')).toMatchObject({ status: 66 });
});
