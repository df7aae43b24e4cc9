import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listCandidates } from '../../../../src/adapters/engine/candidates.ts';
import { readRegistryAuth, registryOf } from '../../../../src/adapters/engine/credentials.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'polycrate-settings-'));
  await mkdir(path.join(home, '.docker'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

const configure = (config: object): Promise<void> =>
  writeFile(path.join(home, '.docker', 'config.json'), JSON.stringify(config));

describe('the places of an engine', () => {
  test.each([
    [{ explicit: 'unix:///a', env: { DOCKER_HOST: 'unix:///b' } }, { kind: 'unix', path: '/a' }, '--engine'],
    [
      { env: { POLYCRATE_ENGINE: 'tcp://h:99', DOCKER_HOST: 'unix:///b' } },
      { kind: 'tcp', host: 'h', port: 99 },
      'POLYCRATE_ENGINE',
    ],
    [
      { env: { POLYCRATE_ENGINE: '', DOCKER_HOST: 'tcp://[::1]' } },
      { kind: 'tcp', host: '::1', port: 2375 },
      'DOCKER_HOST',
    ],
    [
      { explicit: 'podman', env: { CONTAINER_HOST: 'unix:///p', DOCKER_HOST: 'unix:///b' } },
      { kind: 'unix', path: '/p' },
      'CONTAINER_HOST',
    ],
  ])('%j is %j, chosen by %s', async (given, endpoint, origin) => {
    expect(await listCandidates({ uid: 5, home, ...given })).toEqual({ chosen: { endpoint, origin } });
  });

  test.each(['ssh://h/%zz', 'ssh://%zz@h', 'ssh://%2DoProxyCommand=x@h', 'ssh://-oProxyCommand=x'])(
    '%s is no engine, and a hint says what to do',
    async (explicit) => {
      await expect(listCandidates({ uid: 5, home, env: {}, explicit })).rejects.toMatchObject({
        code: 'ENGINE_NOT_FOUND',
        hint: '--engine docker   (or leave it out)',
      });
    },
  );

  test.each([{}, { DOCKER_TLS: '1' }])('https:// is refused with %j, since no certificate is checked', async (env) => {
    const given = { uid: 5, home, env: { ...env, DOCKER_HOST: 'https://10.0.0.1:2376' } };
    await expect(listCandidates(given)).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
      hint: expect.stringContaining('export POLYCRATE_ENGINE=tcp://10.0.0.1:2376 DOCKER_TLS_VERIFY=1'),
    });
  });

  test('https:// with DOCKER_TLS_VERIFY is spoken to through TLS', async () => {
    const env = { DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'https://10.0.0.1', DOCKER_CERT_PATH: '/certificates' };
    const tls = { directory: '/certificates', verify: true };
    expect(await listCandidates({ uid: 5, home, env })).toEqual({
      chosen: { endpoint: { kind: 'tcp', host: '10.0.0.1', port: 2376, tls }, origin: 'DOCKER_HOST' },
    });
  });

  test('are those of docker before those of podman, or only of the one that was named', async () => {
    const origins = async (explicit?: string): Promise<string[]> => {
      const found = await listCandidates({ uid: 5, home, env: {}, ...(explicit === undefined ? {} : { explicit }) });
      return 'usual' in found ? found.usual.map((candidate) => candidate.origin) : [];
    };
    expect(await origins()).toEqual(['docker', 'rootless docker', 'docker desktop', 'rootless podman', 'podman']);
    expect(await origins('docker')).toEqual(['docker', 'rootless docker', 'docker desktop']);
    expect(await origins('podman')).toEqual(['rootless podman', 'podman']);
  });

  test('come from the docker context in use', async () => {
    await configure({ currentContext: 'far' });
    const folder = path.join(home, '.docker', 'contexts', 'meta', createHash('sha256').update('far').digest('hex'));
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'meta.json'),
      JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: 'tcp://10.0.0.1:2375' } } }),
    );
    expect(await listCandidates({ uid: 5, home, env: {} })).toEqual({
      chosen: { endpoint: { kind: 'tcp', host: '10.0.0.1', port: 2375 }, origin: 'docker context "far"' },
    });
    await expect(listCandidates({ uid: 5, home, env: { DOCKER_CONTEXT: 'nowhere' } })).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
      hint: 'unset DOCKER_CONTEXT',
    });
    expect(await listCandidates({ uid: 5, home, env: { DOCKER_CONTEXT: 'default' } })).toHaveProperty('usual');
  });
});

describe('the login of a registry', () => {
  test.each([
    ['debian', 'https://index.docker.io/v1/'],
    ['library/debian:trixie', 'https://index.docker.io/v1/'],
    ['docker.io/library/debian', 'https://index.docker.io/v1/'],
    ['ghcr.io/polycrate/toolchain:0.1.0', 'ghcr.io'],
    ['localhost:5000/x@sha256:abc', 'localhost:5000'],
    ['localhost/x', 'localhost'],
  ])('%s is pulled from %s', (reference, registry) => {
    expect(registryOf(reference)).toBe(registry);
  });

  test('is the one docker login left', async () => {
    await configure({
      auths: {
        'ghcr.io': { auth: Buffer.from('me:pass:word').toString('base64') },
        'quay.io': { identitytoken: 'token' },
        'helper.io': {},
      },
    });
    expect(readRegistryAuth('ghcr.io/a/b', {}, home)).toEqual({
      username: 'me',
      password: 'pass:word',
      serveraddress: 'ghcr.io',
    });
    expect(readRegistryAuth('quay.io/a/b', {}, home)).toEqual({
      identitytoken: 'token',
      serveraddress: 'quay.io',
    });
    expect(readRegistryAuth('helper.io/a/b', {}, home)).toBeUndefined();
    expect(readRegistryAuth('other.io/a/b', { DOCKER_CONFIG: '/nonexistent' }, home)).toBeUndefined();
  });
});
