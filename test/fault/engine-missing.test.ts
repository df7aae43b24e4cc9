import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { EngineOptions } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { SOCKET } from '../support/engine.ts';

const CLIENT = path.join(import.meta.dirname, '../support/engine-client.ts');

describe('looking for an engine', () => {
  let folder: string;
  let systemSockets: { docker: string; podman: string };
  const find = (env: Record<string, string>, given: Partial<EngineOptions> = {}): Promise<ContainerEngine> =>
    createEngine({ env: { XDG_RUNTIME_DIR: folder, ...env }, uid: 1000, home: folder, systemSockets, ...given });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-find-'));
    await chmod(folder, 0o755);
    systemSockets = {
      docker: path.join(folder, 'system-docker.sock'),
      podman: path.join(folder, 'system-podman.sock'),
    };
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const listen = async (file: string, answer: RequestListener): Promise<AsyncDisposable> => {
    const server = createServer(answer).listen(path.join(folder, file));
    await once(server, 'listening');
    return {
      [Symbol.asyncDispose]: async () => {
        await promisify(server.close.bind(server))();
      },
    };
  };
  const ping =
    (headers: Record<string, string>): RequestListener =>
    (_request, response) =>
      response.writeHead(200, headers).end('OK');

  test('lists every place it tried when there is none', async () => {
    await expect(find({})).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
      message: [
        'Neither docker nor podman answers. Tried:',
        `  unix://${systemSockets.docker} (docker): not there`,
        `  unix://${folder}/docker.sock (rootless docker): not there`,
        `  unix://${folder}/.docker/run/docker.sock (docker desktop): not there`,
        `  unix://${folder}/podman/podman.sock (rootless podman): not there`,
        `  unix://${systemSockets.podman} (podman): not there`,
      ].join('\n'),
      hint: expect.stringContaining('systemctl start docker'),
    });
  });

  test('goes on after a socket nobody listens on, and says so when that was all', async () => {
    await leaveStaleSocket(systemSockets.docker);
    await expect(find({})).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
      message: expect.stringContaining(
        `No engine answers at unix://${systemSockets.docker} (docker): nothing is listening (connection refused).`,
      ),
    });
    await mkdir(path.join(folder, 'podman'), { recursive: true });
    await using _ = await listen(
      'podman/podman.sock',
      ping({ 'Api-Version': '1.41', 'Libpod-Api-Version': '4.3.1', Server: 'Libpod/4.3.1 (linux)' }),
    );
    expect((await find({})).endpoint).toBe(`unix://${folder}/podman/podman.sock`);
    await rm(systemSockets.docker);
  });

  test('does not look elsewhere when the place was chosen', async () => {
    await expect(find({ DOCKER_HOST: `unix://${folder}/none.sock` })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `No engine answers at unix://${folder}/none.sock (DOCKER_HOST): there is no such socket.`,
    });
    await expect(find({}, { explicit: 'tcp://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: 'No engine answers at tcp://127.0.0.1:1 (--engine): nothing is listening (connection refused).',
    });
  });

  test('prefers the option over DOCKER_HOST', async () => {
    expect((await find({ DOCKER_HOST: 'unix:///nonexistent' }, { explicit: `unix://${SOCKET}` })).endpoint).toBe(
      `unix://${SOCKET}`,
    );
  });

  test('refuses what is no engine', async () => {
    await expect(find({ POLYCRATE_ENGINE: 'dokcer' })).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
      message: expect.stringContaining('POLYCRATE_ENGINE is "dokcer"'),
    });
    await using _ = await listen('web.sock', (_request, response) => response.end('hello'));
    await expect(find({ DOCKER_HOST: `unix://${folder}/web.sock` })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('no container engine'),
    });
  });

  test('refuses an engine that is too old', async () => {
    await using _ = await listen('old.sock', ping({ 'Api-Version': '1.39', Server: 'Docker/18.09.1 (linux)' }));
    await expect(find({ DOCKER_HOST: `unix://${folder}/old.sock` })).rejects.toMatchObject({
      code: 'ENGINE_TOO_OLD',
      message: `docker 18.09.1 at unix://${folder}/old.sock (DOCKER_HOST) speaks API 1.39; polycrate needs 1.41 (docker 20.10, podman 4) or newer.`,
    });
  });

  test('gives up on an engine that accepts and never answers', async () => {
    const server = createNetServer(() => undefined).listen(path.join(folder, 'mute.sock'));
    await once(server, 'listening');
    await expect(find({ DOCKER_HOST: `unix://${folder}/mute.sock` })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('it accepts connections but does not answer'),
    });
    server.close();
  }, 15_000);

  test('says who may use the engine when this user may not', async () => {
    const server = createNetServer(() => undefined).listen(path.join(folder, 'private.sock'));
    await once(server, 'listening');
    await chmod(path.join(folder, 'private.sock'), 0o600);
    // Root may open everything, so somebody else has to try.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const env = { DOCKER_HOST: `unix://${folder}/private.sock` };
    if (process.getuid?.() !== 0) await chmod(path.join(folder, 'private.sock'), 0o000);
    const failed: unknown = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', CLIENT, JSON.stringify({ env })],
      { ...asNobody, env: { PATH: process.env.PATH } },
    ).catch((error: unknown) => error);
    expect(JSON.parse((failed as { stderr: string }).stderr)).toEqual({
      code: 'ENGINE_PERMISSION_DENIED',
      message: `You may not open unix://${folder}/private.sock (DOCKER_HOST).`,
      hint: 'sudo usermod -aG docker "$USER"   (then log in again)',
    });
    server.close();
  }, 15_000);
});

// A server that closes takes its socket file along; one that is killed leaves it.
async function leaveStaleSocket(file: string): Promise<void> {
  const child = spawn(process.execPath, [
    '-e',
    'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))',
    file,
  ]);
  await once(child, 'exit');
  execFileSync('test', ['-S', file]);
}
