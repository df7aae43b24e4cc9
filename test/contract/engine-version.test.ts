import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestEngine, createJob, prepareTestImage, runJob, SOCKET } from '../support/engine.ts';

// The engine of this machine, said to be of another age: what is asked of it shows which version of its API is spoken.
describe('an engine that speaks', () => {
  let folder: string;
  let server: Server;
  let says: string;
  let answers: Record<string, { readonly status: number; readonly body: unknown }>;
  const asked: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-version-'));
    [says, answers] = ['1.41', {}];
    asked.length = 0;
    const socketPath = (process.env.DOCKER_HOST ?? `unix://${SOCKET}`).replace('unix://', '');
    const behind = (url: string) => url.replace(/^\/v1\.53/, '');
    server = createServer((front, answer) => {
      const url = front.url ?? '';
      asked.push(url);
      const given = Object.entries(answers).find(([part]) => url.includes(part))?.[1];
      if (given !== undefined) {
        answer.writeHead(given.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(given.body));
        return;
      }
      const { method, headers } = front;
      const passed = request(
        { socketPath, path: behind(url), ...(method === undefined ? {} : { method }), headers },
        (back) => {
          const changed = url === '/_ping' ? { 'api-version': says } : {};
          answer.writeHead(back.statusCode ?? 500, { ...back.headers, ...changed });
          // The answer to `wait` begins long before its body does.
          answer.flushHeaders();
          back.pipe(answer);
        },
      );
      passed.on('error', () => answer.destroy());
      answer.on('close', () => passed.destroy());
      front.pipe(passed);
    });
    server.on('upgrade', (front, socket, head) => {
      const { method = 'POST', headers } = front;
      const passed = request({ socketPath, path: behind(front.url ?? ''), method, headers });
      passed.on('error', () => socket.destroy());
      passed.on('upgrade', (_back, other) => {
        socket.write(`HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
        other.write(head);
        other.pipe(socket).pipe(other);
        for (const each of [other, socket]) each.on('error', () => undefined);
        socket.on('close', () => other.destroy());
      });
      passed.end();
    });
    server.listen(path.join(folder, 'engine.sock'));
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const open = () => createTestEngine({ endpoint: `unix://${folder}/engine.sock` });

  test('an API that is known is spoken to in its own newest version', async () => {
    const image = await prepareTestImage();
    says = '1.44';
    expect(await runJob(await open(), createJob(image, 'echo hi'))).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect(asked.filter((url) => /^\/v\d/.test(url))).toEqual([]);
  });

  test('a newer one is spoken to in the newest version that is known here', async () => {
    const image = await prepareTestImage();
    says = '1.99';
    expect(await runJob(await open(), createJob(image, 'echo hi'))).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect(asked.filter((url) => url.includes('/create'))).toEqual([
      expect.stringMatching(/^\/v1\.53\/containers\/create/),
    ]);
  });

  test('none of the versions known here says so', async () => {
    says = '2.0';
    const message = 'client version 1.53 is too old. Minimum supported API version is 1.90';
    answers = { '/images/': { status: 400, body: { message } } };
    await expect((await open()).findImage('x:1')).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('newer than this polycrate'),
      hint: 'update polycrate',
    });
  });

  test('an API that leaves out what an image does not say', async () => {
    says = '1.53';
    answers = { '/images/': { status: 200, body: { Id: 'sha256:1', Config: {}, Size: 1 } } };
    expect(await (await open()).findImage('x:1')).toMatchObject({ id: 'sha256:1', labels: {}, tags: [] });
  });
});
