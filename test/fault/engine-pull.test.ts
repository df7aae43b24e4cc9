import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';

const REFERENCE = 'ghcr.io/polycrate/none:1';

// No registry is within reach of a test, so the engine is played here: what it says is what docker 20.10 says.
describe('a pull', () => {
  let folder: string;
  let server: Server;
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  let engine: ContainerEngine;
  const pull = (signal = new AbortController().signal): Promise<string[]> => {
    const lines: string[] = [];
    return engine.pullImage(REFERENCE, (line) => lines.push(line), signal).then(() => lines);
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-pull-'));
    const socket = path.join(folder, 'e.sock');
    server = createServer((request, response) => {
      if (request.url === '/_ping') response.writeHead(200, { 'Api-Version': '1.41' }).end('OK');
      else answer(response, request);
    }).listen(socket);
    await once(server, 'listening');
    await mkdir(path.join(folder, '.docker'));
    await writeFile(
      path.join(folder, '.docker', 'config.json'),
      JSON.stringify({ auths: { 'ghcr.io': { auth: Buffer.from('me:secret').toString('base64') } } }),
    );
    engine = await createEngine({ env: { DOCKER_HOST: `unix://${socket}` }, uid: 0, home: folder, pullIdleMs: 300 });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('asks for the reference with the login of its registry and tells its progress', async () => {
    let asked: IncomingMessage | undefined;
    answer = (response, request) => {
      asked = request;
      response.end('{"status":"Pulling from polycrate/none","id":"1"}\n{"status":"Status: Downloaded"}\n');
    };
    expect(await pull()).toEqual(['1: Pulling from polycrate/none', 'Status: Downloaded']);
    expect(asked?.url).toContain('fromImage=ghcr.io%2Fpolycrate%2Fnone');
    expect(asked?.url).toContain('tag=1');
    expect(asked?.url).not.toContain('secret');
    expect(JSON.parse(Buffer.from(String(asked?.headers['x-registry-auth']), 'base64url').toString())).toMatchObject({
      username: 'me',
      password: 'secret',
    });
  });

  test.each([
    [
      'inside a good answer',
      (response: ServerResponse) => response.end('{"status":"Pulling"}\n{"error":"manifest unknown"}\n'),
    ],
    ['with its status', (response: ServerResponse) => response.writeHead(404).end('{"message":"manifest unknown"}')],
    ['as a server error', (response: ServerResponse) => response.writeHead(500).end('{"message":"manifest unknown"}')],
  ])('is IMAGE_UNAVAILABLE when the engine refuses %s', async (_name, refuse) => {
    answer = refuse;
    await expect(pull()).rejects.toMatchObject({
      code: 'IMAGE_UNAVAILABLE',
      message: `The image ${REFERENCE} could not be pulled: manifest unknown`,
      hint: `docker pull ${REFERENCE}`,
    });
  });

  test('gives up when the network says nothing, at the start or in the middle', async () => {
    answer = () => undefined;
    await expect(pull()).rejects.toMatchObject({
      code: 'IMAGE_UNAVAILABLE',
      message: expect.stringContaining('nothing came from the registry for 0.3 s'),
    });
    answer = (response) => response.write('{"status":"Pulling"}\n');
    await expect(pull()).rejects.toMatchObject({
      code: 'IMAGE_UNAVAILABLE',
      message: expect.stringContaining('nothing came'),
    });
  });

  test('is slow for as long as it likes while something comes', async () => {
    answer = (response) => {
      let count = 0;
      const timer = setInterval(() => {
        response.write(`{"status":"${count}"}\n`);
        if (++count < 8) return;
        clearInterval(timer);
        response.end();
      }, 100);
    };
    expect(await pull()).toHaveLength(8);
  });

  test('is INTERRUPTED at once when aborted, before or in the middle', async () => {
    answer = (response) => response.write('{"status":"Pulling"}\n');
    const abort = new AbortController();
    const pulled = pull(abort.signal);
    setTimeout(() => {
      abort.abort('Ctrl-C');
    }, 50);
    const interruption = {
      code: 'INTERRUPTED',
      message: `interrupted while pulling ${REFERENCE}`,
      hint: 'nothing has run',
    };
    await expect(pulled).rejects.toMatchObject(interruption);
    await expect(pull(abort.signal)).rejects.toMatchObject(interruption);
  });

  test('is ENGINE_UNREACHABLE when the engine hangs up', async () => {
    answer = (response) => response.destroy();
    await expect(pull()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });
});
