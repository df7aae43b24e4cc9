import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const FILES = { 'workspace.poly': 'name: acme\n' };

interface Found {
  readonly what: string;
  readonly state: string;
  readonly told: string;
  readonly help?: string;
}

describe('doctor', () => {
  const env = (home: string, more: Readonly<Record<string, string>> = {}) => ({
    env: { PATH: process.env['PATH'], HOME: home, ...more },
  });

  test('names a private key that ssh would refuse, and mends it when asked', async () => {
    await using ws = await scenario({ ...FILES, 'artifacts/secrets/id_ed25519': 'key' });
    const key = join(ws.directory, 'artifacts/secrets/id_ed25519');
    await chmod(key, 0o644);
    const before = await ws.polycrateWith(env(ws.directory), 'doctor', '-o', 'json');
    expect(before.status).toBe(69);
    expect(findIn(before.stdout, 'ssh keys')).toMatchObject({ state: 'wrong', help: `chmod 600 ${key}` });
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

function findIn(stdout: string, what: string): Found | undefined {
  return (JSON.parse(stdout) as Found[]).find((each) => each.what === what);
}
