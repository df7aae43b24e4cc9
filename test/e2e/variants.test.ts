import { afterAll, expect, jest, test } from '@jest/globals';
import Docker from 'dockerode';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

// One small tool is compiled, twice; without a cache the rest of the recipe comes first.
jest.setTimeout(600_000);

const made: string[] = [];
afterAll(async () => {
  await closeWorkspaces();
  for (const reference of made) await new Docker().getImage(reference).remove();
});

test('two versions of a tool live side by side, and only that tool is built for the second', async () => {
  const [older, newer] = [await team('4.53.4'), await team('4.54.1')];
  const first = await build(older);
  const second = await build(newer);
  expect(first.reference).not.toBe(second.reference);
  // Nothing else: what changed is the one tool.
  expect(second.steps.filter((step) => step.includes('/bin/compile') && !step.startsWith('[yq '))).toEqual([]);
  expect((await older.polycrate('run', 'app', 'which')).stdout).toContain('version v4.53.4');
  expect((await newer.polycrate('run', 'app', 'which')).stdout).toContain('version v4.54.1');
});

function team(version: string): Promise<TestWorkspace> {
  const tools = `config: { toolchain: { tools: { yq: "${version}" } } }`;
  const which = 'blocks: [{ name: app, actions: [{ name: which, script: yq --version }] }]';
  return createWorkspace({ 'workspace.poly': `${tools}\n${which}\n` });
}

interface Built {
  readonly reference: string;
  /** Those that did not come from the cache. */
  readonly steps: readonly string[];
}

async function build(workspace: TestWorkspace): Promise<Built> {
  const { code, stdout, stderr } = await workspace.polycrate('toolchain', 'build', '-o', 'ndjson');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string> & { readonly data?: { readonly reference: string } });
  const reference = lines.at(-1)?.data?.reference ?? '';
  made.push(reference);
  const done = lines.filter(({ type, state }) => type === 'image.buildProgressed' && state === 'done');
  return { reference, steps: done.map(({ step = '' }) => step) };
}
