import { describe, expect, test } from '@jest/globals';
import { checkLocalTools } from '../../../src/toolchain/check-local.ts';
import { FakeContainerEngine } from '../../fakes/container-engine.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';

const DIRECTORY = '/work';
const LOCK = JSON.stringify({
  schema: 1,
  image: 'tools:1',
  source: 'built',
  platforms: { 'linux/amd64': { digest: `sha256:${'7'.repeat(64)}`, tools: { terraform: '1.9.8', jq: '1.7' } } },
});

function check(
  tools: Readonly<Record<string, string>> | undefined,
  { lock = LOCK, arch = 'amd64', range = '>=1' } = {},
) {
  const engine = new FakeContainerEngine({});
  const files = createMemoryFiles({
    ...(lock === '' ? {} : { [`${DIRECTORY}/toolchain.lock`]: lock }),
    ...(tools === undefined ? {} : { '/etc/polycrate/toolchain.json': JSON.stringify({ schema: 1, tools }) }),
  });
  const plan = {
    workspace: { name: 'acme', directory: DIRECTORY },
    requires: range === '' ? [] : [{ tool: 'terraform', range }],
  };
  return () => checkLocalTools(plan, { files, host: { arch }, engine, findPlace: () => Promise.resolve(undefined) });
}

describe('without a container, in a toolchain image', () => {
  test('what is required and what is locked is held against the tools that the image names', async () => {
    expect(await check({ terraform: '1.9.8', jq: '1.7', polycrate: '0.1.0' })()).toBeUndefined();
    await expect(check({ terraform: '1.9.8', jq: '1.7' }, { range: '>=2' })()).rejects.toMatchObject({
      code: 'TOOLCHAIN_MISMATCH',
      message: 'the workspace requires terraform >=2, and the image this runs in has terraform 1.9.8',
    });
    await expect(check({ terraform: '1.13.4' })()).rejects.toMatchObject({
      code: 'TOOLCHAIN_DRIFT',
      message: 'toolchain.lock expects jq 1.7 (here: none), terraform 1.9.8 (here: 1.13.4)',
      places: [expect.objectContaining({ file: `${DIRECTORY}/toolchain.lock` })],
    });
  });

  test('a lock for other platforms locks nothing here, and is an error', async () => {
    await expect(check({ terraform: '1.9.8' }, { arch: 'arm64' })()).rejects.toMatchObject({
      code: 'TOOLCHAIN_UNLOCKED',
    });
  });
});

describe('without a container, elsewhere', () => {
  test('it is told once what is not checked, and only where there is something to check', async () => {
    const again = check(undefined);
    expect(await again()).toMatchObject({
      code: 'LOCAL_UNSUPPORTED',
      message: 'not checked without a container: toolchain.lock and toolchain.require',
    });
    expect(await again()).toBeUndefined();
    expect(await check(undefined, { lock: '', range: '' })()).toBeUndefined();
    expect(await check(undefined, { lock: '' })()).toMatchObject({
      message: expect.stringMatching(/: toolchain.require$/),
    });
  });
});
