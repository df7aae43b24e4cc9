import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { VERSION } from '../../src/version.ts';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario } from '../support/command-line.ts';

const FILES = { 'workspace.poly': 'name: acme\n' };

const LOCK = JSON.stringify({
  schema: 1,
  image: 'tools:1',
  source: 'built',
  platforms: { 'linux/amd64': { digest: `sha256:${'7'.repeat(64)}` } },
});

interface Found {
  readonly what: string;
  readonly state: string;
  readonly told: string;
  readonly help?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

describe('doctor', () => {
  const env = (home: string, more: Readonly<Record<string, string>> = {}) => ({
    env: { PATH: process.env['PATH'], HOME: home, ...more },
  });

  test('names a private key that ssh would refuse, with all of what helps however narrow the terminal, and mends it when asked', async () => {
    await using ws = await scenario({ ...FILES, 'artifacts/secrets/id_ed25519': 'key' });
    const key = join(ws.directory, 'artifacts/secrets/id_ed25519');
    await chmod(key, 0o644);
    const before = await ws.polycrateWith(env(ws.directory), 'doctor', '-o', 'json');
    expect(before.status).toBe(69);
    expect(findIn(before.stdout, 'ssh keys')).toMatchObject({ state: 'wrong', help: `chmod 600 ${key}` });
    const narrow = await ws.polycrateWith({ ...env(ws.directory), columns: 50 }, 'doctor');
    expect(narrow.stdout).toMatch(/^✖ {2}ssh keys$/m);
    expect(narrow.stdout).toContain(`chmod 600 ${key}\n`);
    const after = await ws.polycrateWith(env(ws.directory), 'doctor', '--fix', '-o', 'json');
    expect(after.status).toBe(0);
    expect(findIn(after.stdout, 'ssh keys')).toMatchObject({ state: 'ok', told: expect.stringContaining('now') });
    expect((await stat(key)).mode & 0o777).toBe(0o600);
  });

  test('tells a lock that cannot be read', async () => {
    await using ws = await scenario({ ...FILES, 'toolchain.lock': 'nonsense' });
    const { status, stdout } = await ws.polycrateWith(env(ws.directory), 'doctor', '-o', 'json');
    expect(status).toBe(69);
    expect(findIn(stdout, 'lock')).toMatchObject({ state: 'wrong', help: 'polycrate toolchain lock' });
  });

  test('shows the proxy without its password, and says which is none', async () => {
    await using ws = await scenario(FILES);
    const at = async (HTTPS_PROXY: string) =>
      ws.polycrateWith(env(ws.directory, { HTTPS_PROXY }), 'doctor', '-o', 'json');
    const good = await at('http://ada:s3cret-canary@proxy.example.org:3128');
    expect(good.stdout).not.toContain('s3cret-canary');
    expect(findIn(good.stdout, 'proxy')).toMatchObject({
      state: 'ok',
      told: 'http://proxy.example.org:3128 (HTTPS_PROXY) is passed on to actions',
    });
    expect(findIn((await at('http://[')).stdout, 'proxy')).toMatchObject({ state: 'wrong' });
  });

  test('notes where there is no lock, no git and no cache', async () => {
    await using ws = await scenario({ ...FILES, file: '' });
    const nowhere = env(ws.directory, { PATH: ws.directory, XDG_CACHE_HOME: join(ws.directory, 'file') });
    const { status, stdout } = await ws.polycrateWith(nowhere, 'doctor', '-o', 'json');
    expect(status).toBe(0);
    for (const what of ['lock', 'git', 'cache']) expect(findIn(stdout, what)).toMatchObject({ state: 'note' });
  });
});

describe('doctor, as a report of a bug', () => {
  const CANARY = 's3cret-canary';

  test('has versions, engine, image, lock and clock as data, and no secret of anybody', async () => {
    await using ws = await scenario({
      'workspace.poly': 'name: acme\n',
      'secrets.poly': `config: { globals: { token: ${CANARY} } }\n`,
      'toolchain.lock': LOCK,
      '.docker/config.json': JSON.stringify({
        auths: { 'registry.example.org': { auth: Buffer.from(`ada:${CANARY}`).toString('base64') } },
      }),
      'artifacts/secrets/id_ed25519': CANARY,
    });
    await chmod(join(ws.directory, 'artifacts/secrets/id_ed25519'), 0o600);
    const env = {
      ...{ PATH: process.env['PATH'], HOME: ws.directory, POLYCRATE_TOKEN: CANARY, GITHUB_TOKEN: CANARY },
      ...{ HTTPS_PROXY: `http://ada:${CANARY}@127.0.0.1:3128`, https_proxy: `ada:${CANARY}@127.0.0.1:3128` },
    };
    const { stdout, stderr } = await ws.polycrateWith({ env }, 'doctor', '-o', 'json');
    expect(stdout + stderr).not.toContain(CANARY);
    const facts = Object.fromEntries((JSON.parse(stdout) as Found[]).map((each) => [each.what, each.facts]));
    expect(facts).toMatchObject({
      polycrate: {
        version: VERSION,
        node: process.versions.node,
        installed: 'package',
        variables: expect.arrayContaining(['HTTPS_PROXY', 'POLYCRATE_TOKEN']),
      },
      engine: { name: 'docker', version: '20.10.24', apiVersion: '1.41' },
      image: { reference: expect.any(String), id: expect.any(String) },
      lock: { image: 'tools:1', source: 'built' },
      clock: { now: expect.stringMatching(/Z$/) },
      disk: { free_bytes: expect.any(Number) },
      dns: { names: {} },
    });
  });

  test('tells an address with a password without it, also in what is wrong', async () => {
    await using ws = await scenario(FILES);
    const env = { PATH: process.env['PATH'], HOME: ws.directory, DOCKER_HOST: `tcp://ada:${CANARY}@127.0.0.1:1` };
    const { status, stdout, stderr } = await ws.polycrateWith({ env, findsEngine: true }, 'doctor', '-o', 'json');
    expect(status).toBe(69);
    expect(findIn(stdout, 'engine')).toMatchObject({ state: 'wrong' });
    expect(stdout + stderr).not.toContain(CANARY);
  });
});

describe('doctor, where something does not answer', () => {
  test('says so after a while, and finds all the rest', async () => {
    const engine = new FakeContainerEngine();
    engine.describe = () => new Promise(() => undefined);
    await using ws = await scenario(FILES, { engine });
    const { status, stdout } = await ws.polycrateWith({}, '--set', 'engine_timeout=1s', 'doctor', '-o', 'json');
    expect(status).toBe(69);
    expect(findIn(stdout, 'engine')).toMatchObject({ state: 'wrong', told: 'no answer within 1 s' });
    expect(findIn(stdout, 'image')).toBeUndefined();
    for (const what of ['clock', 'disk', 'workspace', 'dns', 'polycrate']) expect(findIn(stdout, what)).toBeDefined();
  });

  test('notes a registry whose name is not found, and is wrong where it is the proxy', async () => {
    await using ws = await scenario({
      'workspace.poly': 'name: acme\nconfig: { image: { reference: registry.invalid/tools, version: "1" } }\n',
    });
    const at = async (env: Readonly<Record<string, string>>) =>
      findIn((await ws.polycrateWith({ env: { HOME: ws.directory, ...env } }, 'doctor', '-o', 'json')).stdout, 'dns');
    expect(await at({})).toMatchObject({
      state: 'note',
      told: expect.stringMatching(/^not found: registry.invalid \(E/),
    });
    expect(await at({ HTTPS_PROXY: 'http://proxy.invalid:1' })).toMatchObject({
      state: 'wrong',
      told: expect.stringMatching(/^not found: proxy.invalid \(E/),
    });
  });

  test.each([
    [500, 'ok', 'that of the engine'],
    [-30_000, 'note', "the engine's is 30.0 s behind this machine's"],
    [180_000, 'wrong', "the engine's is 3 m 00 s ahead of this machine's"],
  ])('holds this clock against that of the engine: %d ms', async (clockAheadMs, state, told) => {
    const engine = new FakeContainerEngine();
    const info = await engine.describe();
    engine.describe = () => Promise.resolve({ ...info, clockAheadMs });
    await using ws = await scenario(FILES, { engine });
    const { stdout } = await ws.polycrateWith({}, 'doctor', '-o', 'json');
    expect(findIn(stdout, 'clock')).toMatchObject({ state, told });
  });
});

describe('what doctor says helps', () => {
  test.each([
    ['lock', {}, { 'toolchain.lock': 'nonsense' }],
    ['ssh agent', { SSH_AUTH_SOCK: '/nonexistent' }, {}],
    ['certificates', { SSL_CERT_FILE: '/nonexistent/ca.pem', REQUESTS_CA_BUNDLE: '/nonexistent/ca.pem' }, {}],
    ['proxy', { https_proxy: 'http://[' }, {}],
    ['ssh keys', {}, { 'artifacts/secrets/id_ed25519': 'key' }],
  ])(
    'helps with %s',
    async (what, variables: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) => {
      await using ws = await scenario({ ...FILES, ...files });
      const variablesNow: Record<string, string> = { ...variables };
      const look = async () => {
        const env = { PATH: process.env['PATH'], HOME: ws.directory, ...variablesNow };
        return findIn((await ws.polycrateWith({ env }, 'doctor', '-o', 'json')).stdout, what);
      };
      if (what === 'ssh keys') await chmod(join(ws.directory, 'artifacts/secrets/id_ed25519'), 0o644);
      const before = await look();
      expect(before).toMatchObject({ state: 'wrong' });
      const help = (before?.help ?? '').split('   (')[0] ?? '';
      const [program, ...words] = help.split(' ');
      if (program === 'polycrate') expect(await ws.polycrate(...words)).toMatchObject({ status: 0 });
      else if (program === 'unset') for (const word of words) variablesNow[word] = '';
      else if (program === 'export') variablesNow[words[0]?.split('=')[0] ?? ''] = 'http://HOST:3128';
      else await promisify(execFile)('bash', ['-c', help]);
      expect((await look())?.state).not.toBe('wrong');
    },
  );
});

function findIn(stdout: string, what: string): Found | undefined {
  return (JSON.parse(stdout) as Found[]).find((each) => each.what === what);
}
