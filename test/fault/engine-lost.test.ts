import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { SOCKET, createJob, prepareTestImage, readAll, runJob, waitForText, waitUntilGone } from '../support/engine.ts';
import { openSocketProxy } from '../support/socket-proxy.ts';
import type { ProxyOptions, SocketProxy } from '../support/socket-proxy.ts';

describe('an engine behind a bad connection', () => {
  let image: string;
  let folder: string;
  let count = 0;
  const open = async (options?: ProxyOptions): Promise<{ proxy: SocketProxy; engine: ContainerEngine }> => {
    const proxy = await openSocketProxy(path.join(folder, `${count++}.sock`), SOCKET, options);
    const engine = await createEngine({ env: { DOCKER_HOST: `unix://${proxy.path}` }, uid: 0, home: folder });
    return { proxy, engine };
  };

  beforeAll(async () => {
    image = await prepareTestImage();
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-lost-'));
  }, 60_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['', 'everything'],
    ['/attach', 'the streams'],
  ])('says ENGINE_LOST when %s%s breaks off, and the job ends', async (part) => {
    const { proxy, engine } = await open();
    await using _ = proxy;
    const job = createJob(image, 'echo up; sleep 60');
    await using running = await engine.start(job);
    const stderr = readAll(running.stderr);
    await waitForText(running.stdout, 'up');
    expect(proxy.cut(part)).toBeGreaterThan(0);
    await expect(running.exit).rejects.toMatchObject({
      code: 'ENGINE_LOST',
      message: expect.stringContaining(proxy.path),
    });
    expect((await stderr).toString()).toBe('');
    await waitUntilGone(job.name, 2_000);
  });

  test('gives the result all the same when only the question for the exit is lost', async () => {
    const { proxy, engine } = await open();
    await using _ = proxy;
    const finished = await runJob(engine, createJob(image, 'echo up; sleep 0.5; echo end; exit 7'), async (running) => {
      await waitForText(running.stdout, 'up');
      expect(proxy.cut('/wait')).toBe(1);
    });
    expect(finished).toMatchObject({ code: 7, stdout: 'up\nend\n' });
  });

  test('says ENGINE_LOST when it dies under a terminal', async () => {
    const { proxy, engine } = await open();
    const job = createJob(image, 'echo up; sleep 60', { terminal: { columns: 80, rows: 24 }, stdin: true });
    await using running = await engine.start(job);
    await waitForText(running.stdout, 'up');
    await proxy.die();
    await expect(running.exit).rejects.toMatchObject({ code: 'ENGINE_LOST' });
    await running.signal('SIGTERM');
    await running.resize({ columns: 10, rows: 10 });
    await waitUntilGone(job.name, 2_000);
  });

  test('can be disposed of after the engine has died', async () => {
    const { proxy, engine } = await open();
    const job = createJob(image, 'echo up; sleep 60', { stdin: true });
    const running = await engine.start(job);
    await waitForText(running.stdout, 'up');
    running.stdin?.write('x');
    await proxy.die();
    await running[Symbol.asyncDispose]();
    await waitUntilGone(job.name, 2_000);
  });

  test('is ENGINE_UNREACHABLE when it dies before the start', async () => {
    const { proxy, engine } = await open();
    await proxy.die();
    await expect(engine.start(createJob(image, 'true'))).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      hint: 'sudo systemctl status docker',
    });
  });

  test.each<[string, ProxyOptions]>([
    ['one byte', { pieceBytes: 1 }],
    ['seven bytes', { pieceBytes: 7 }],
    ['slow pieces', { delayMs: 5 }],
  ])(
    'delivers the same when it answers in %s at a time',
    async (_name, options) => {
      const { proxy, engine } = await open(options);
      await using _ = proxy;
      const finished = await runJob(engine, createJob(image, 'seq 1 500; echo oops >&2; exit 3'));
      const expected = Array.from({ length: 500 }, (_value, index) => `${index + 1}\n`).join('');
      expect(finished).toEqual({ code: 3, stdout: expected, stderr: 'oops\n' });
    },
    30_000,
  );
});
