import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import type { ContainerEngine, RunningJob } from '../../../src/run/index.ts';
import { createToolLists } from '../../../src/adapters/disk/index.ts';
import { readInventory } from '../../../src/toolchain/inventory.ts';

const IMAGE = `sha256:${'a1'.repeat(32)}`;

/** An engine whose image answers with `stdout`; `ends` says whether its `cat` ever does. */
function imageWith(stdout: Readable, { ends = true } = {}) {
  const disposed: string[] = [];
  const job: Partial<RunningJob> = {
    stdout,
    stderr: Readable.from([]),
    exit: ends ? Promise.resolve(0) : new Promise(() => undefined),
    [Symbol.asyncDispose]() {
      disposed.push('job');
      return Promise.resolve();
    },
  };
  const started: (AbortSignal | undefined)[] = [];
  const engine: Partial<ContainerEngine> = {
    start(_job, _permission, signal) {
      started.push(signal);
      return Promise.resolve(job as RunningJob);
    },
  };
  return { engine: engine as ContainerEngine, disposed, started };
}

/** A clock on which time passes at once, or never. */
function toolsWith({ engine }: { readonly engine: ContainerEngine }, { late = false, signal = neverAborted() } = {}) {
  const wait = (_ms: number, until: AbortSignal) =>
    late
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          if (until.aborted) resolve();
          else
            until.addEventListener('abort', () => {
              resolve();
            });
        });
  return {
    engine,
    toolLists: createToolLists(undefined),
    host: { uid: 1, gid: 1, userName: 'me' },
    newId: () => 'id',
    clock: { wait },
    interruptions: { signal },
  };
}

const neverAborted = (): AbortSignal => new AbortController().signal;
const hanging = (): Readable => new Readable({ read: () => undefined });

test('an image is asked once', async () => {
  const image = imageWith(Readable.from([Buffer.from('{"tools":{"jq":"1.7"}}')]));
  const tools = toolsWith(image);
  expect(await readInventory(IMAGE, tools)).toEqual({ jq: '1.7' });
  expect(await readInventory(IMAGE, tools)).toEqual({ jq: '1.7' });
  expect(image.started).toHaveLength(1);
});

test('an image that never answers is given up, and its container removed', async () => {
  const image = imageWith(hanging(), { ends: false });
  await expect(readInventory(IMAGE, toolsWith(image, { late: true }))).rejects.toMatchObject({
    code: 'IMAGE_UNSUITABLE',
    message: expect.stringContaining('took more than 30 s'),
  });
  expect(image.disposed).toEqual(['job']);
});

test('a signal ends the reading, and its container', async () => {
  const image = imageWith(hanging(), { ends: false });
  const controller = new AbortController();
  const reading = readInventory(IMAGE, toolsWith(image, { signal: controller.signal }));
  controller.abort('SIGINT');
  await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(image.started).toEqual([controller.signal]);
  expect(image.disposed).toEqual(['job']);
});

test('an image that tells without end is read no further than an inventory can be', async () => {
  let written = 0;
  const endless = new Readable({
    read() {
      written += 1024;
      this.push(Buffer.alloc(1024, 'x'));
    },
  });
  const image = imageWith(endless, { ends: false });
  expect(await readInventory(IMAGE, toolsWith(image))).toEqual({});
  expect(written).toBeLessThan(1024 * 1024);
  expect(image.disposed).toEqual(['job']);
});
