import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine, createImageBuilder } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { createJob } from '../support/engine.ts';

// An engine that answers its ping, and then as much as a test lets it.
describe('an engine that falls silent', () => {
  let folder: string;
  let server: Server;
  let asked: string[];
  let answers: [pattern: RegExp, answer: (response: ServerResponse) => void][];
  let engine: ContainerEngine;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-silent-'));
    asked = [];
    answers = [];
    server = createServer((request, response) => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      if (line === 'GET /_ping') {
        response.writeHead(200, { 'Api-Version': '1.41' }).end('OK');
        return;
      }
      asked.push(line);
      request.resume();
      answers.find(([pattern]) => pattern.test(line))?.[1](response);
    }).listen(path.join(folder, 'e.sock'));
    await once(server, 'listening');
    engine = await createEngine({
      env: { DOCKER_HOST: `unix://${path.join(folder, 'e.sock')}` },
      uid: 0,
      home: folder,
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const interruptAfter = (ms: number): AbortSignal => {
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort('SIGINT');
    }, ms);
    return abort.signal;
  };
  const made = (response: ServerResponse): unknown => response.writeHead(201).end('{"Id":"c1","Warnings":[]}');

  test('can be left while it creates; what it makes after all is removed', async () => {
    let create: (() => unknown) | undefined;
    answers = [[/create/, (response) => (create = () => made(response))]];
    const job = createJob('img:1', 'true');
    await expect(engine.start(job, undefined, interruptAfter(50))).rejects.toMatchObject({
      code: 'INTERRUPTED',
      message: `interrupted while starting the container ${job.name}`,
      hint: 'nothing has run',
    });
    create?.();
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(asked.at(-1)).toMatch(/^DELETE \/containers\/c1\?/);
  });

  test('can be left while it attaches', async () => {
    answers = [[/create/, made]];
    await expect(engine.start(createJob('img:1', 'true'), undefined, interruptAfter(50))).rejects.toMatchObject({
      code: 'INTERRUPTED',
      hint: 'nothing has run',
    });
    expect(asked.at(-1)).toMatch(/^DELETE/);
  });

  test('is given a moment to answer, and nothing is started after an interruption', async () => {
    answers = [
      [/create/, (response) => setTimeout(() => made(response), 200)],
      [/DELETE/, (response) => response.writeHead(204).end()],
    ];
    await expect(engine.start(createJob('img:1', 'true'), undefined, interruptAfter(50))).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(asked.map((line) => line.replace(/\?.*/, ''))).toEqual(['POST /containers/create', 'DELETE /containers/c1']);
  });

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['before it answers', () => undefined],
    ['in the middle of its answer', (response) => response.write('{"stream":"Step 1"}\n')],
  ])('can be left while it builds, %s', async (_when, answer) => {
    answers = [[/build/, (response) => void answer(response)]];
    const recipe = path.join(folder, 'recipe');
    await mkdir(recipe);
    await writeFile(path.join(recipe, 'Dockerfile'), 'ARG BASE=debian\nFROM $BASE\n');
    const builder = createImageBuilder({ recipe, env: {}, engine });
    const listener = { progressed: () => undefined, logged: () => undefined };
    await expect(
      builder.build('img:1', { labels: {}, buildArgs: {} }, listener, interruptAfter(100)),
    ).rejects.toMatchObject({
      code: 'INTERRUPTED',
      message: 'interrupted while building img:1',
      hint: 'nothing has run',
    });
  });
});
