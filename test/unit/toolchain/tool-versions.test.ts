import { expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningJob } from '../../../src/run/index.ts';
import { createToolLists } from '../../../src/adapters/disk/index.ts';
import { learnToolVersions, recordedTools, type ToolLists } from '../../../src/toolchain/index.ts';

const IMAGE = `sha256:${'a1'.repeat(32)}`;
const TOOLS = { terraform: '1.11.4', 'ansible-core': '2.19.11' };

/** What a record has of the tools after a run. */
async function run(image: string, job: Pick<RunningJob, 'readFile'>, lists: ToolLists): Promise<object> {
  await learnToolVersions(image, job, lists);
  return recordedTools(image, lists);
}

function jobWith(text: string | undefined): {
  readonly asked: string[];
  readFile(path: string): Promise<Buffer | undefined>;
} {
  const asked: string[] = [];
  return {
    asked,
    readFile(path) {
      asked.push(path);
      return Promise.resolve(text === undefined ? undefined : Buffer.from(text));
    },
  };
}

const TOLD = JSON.stringify({ schema: 1, tools: TOOLS, collections: {} });

test('an image is asked once for its tools', async () => {
  const lists = createToolLists(undefined);
  const job = jobWith(TOLD);
  expect(await run(IMAGE, job, lists)).toEqual({ tools: TOOLS });
  expect(await run(IMAGE, job, lists)).toEqual({ tools: TOOLS });
  expect(job.asked).toEqual(['/etc/polycrate/toolchain.json']);
});

test.each([undefined, 'no JSON', '[]', '{"tools":{"odd":1}}'])(
  'an image that tells %j is not asked again',
  async (text) => {
    const lists = createToolLists(undefined);
    const job = jobWith(text);
    expect(await run(IMAGE, job, lists)).toEqual({});
    expect(await run(IMAGE, job, lists)).toEqual({});
    expect(job.asked).toHaveLength(1);
  },
);

test('a container that is gone already says nothing about its image', async () => {
  const lists = createToolLists(undefined);
  const gone = { readFile: () => Promise.reject(new Error('no such container')) };
  expect(await run(IMAGE, gone, lists)).toEqual({});
  expect(await run(IMAGE, jobWith(TOLD), lists)).toEqual({ tools: TOOLS });
});

test('what is known of an image is known by the next process, what is known of this machine is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'polycrate-tools-'));
  try {
    for (const id of [IMAGE, 'this machine: Debian 12'])
      await learnToolVersions(id, jobWith(TOLD), createToolLists(folder));
    const next = createToolLists(folder);
    expect(recordedTools(IMAGE, next)).toEqual({ tools: TOOLS });
    expect(recordedTools('this machine: Debian 12', next)).toEqual({});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
