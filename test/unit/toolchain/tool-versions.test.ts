import { expect, test } from '@jest/globals';
import { readToolVersions, type ToolLists, type ToolVersions } from '../../../src/toolchain/index.ts';

const IMAGE = `sha256:${'a1'.repeat(32)}`;
const TOOLS = { terraform: '1.11.4', 'ansible-core': '2.19.11' };

function memory(): ToolLists & { readonly kept: Map<string, ToolVersions> } {
  const kept = new Map<string, ToolVersions>();
  return { kept, find: (image) => kept.get(image), keep: (image, tools) => void kept.set(image, tools) };
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
  const lists = memory();
  const job = jobWith(TOLD);
  expect(await readToolVersions(IMAGE, job, lists)).toEqual(TOOLS);
  expect(await readToolVersions(IMAGE, job, lists)).toEqual(TOOLS);
  expect(job.asked).toEqual(['/etc/polycrate/toolchain.json']);
});

test.each([undefined, 'no JSON', '[]', '{"tools":{"odd":1}}'])(
  'an image that tells %j is not asked again',
  async (text) => {
    const lists = memory();
    const job = jobWith(text);
    expect(await readToolVersions(IMAGE, job, lists)).toBeUndefined();
    expect(await readToolVersions(IMAGE, job, lists)).toBeUndefined();
    expect(job.asked).toHaveLength(1);
  },
);

test('a container that is gone already says nothing about its image', async () => {
  const lists = memory();
  const gone = { readFile: () => Promise.reject(new Error('no such container')) };
  expect(await readToolVersions(IMAGE, gone, lists)).toBeUndefined();
  expect(await readToolVersions(IMAGE, jobWith(TOLD), lists)).toEqual(TOOLS);
});

test('what a machine has is read each time, since it may change', async () => {
  const lists = memory();
  const job = jobWith(TOLD);
  for (const _ of [1, 2]) expect(await readToolVersions('this machine: Debian 12', job, lists)).toEqual(TOOLS);
  expect({ asked: job.asked.length, kept: lists.kept.size }).toEqual({ asked: 2, kept: 0 });
});
