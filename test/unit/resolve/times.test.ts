import { describe, expect, test } from '@jest/globals';
import { resolve, resolveBlock } from '../../fakes/workspaces.ts';

const action = async (text: string) => {
  const block = await resolveBlock('shop', {
    'workspace.poly': `name: acme\nblocks: [{name: shop, actions: [{name: run, script: x, ${text}}]}]`,
  });
  return block.actions[0];
};

describe('an action', () => {
  test.each([
    ['retry: {}', { attempts: 2, delayMs: 0 }],
    ['retry: {attempts: 3, delay: 1m30s, on: [4, 124]}', { attempts: 3, delayMs: 90_000, on: [4, 124] }],
    ['retry: {attempts: 1}', undefined],
  ])('with %s is tried again as %p', async (text, retry) => {
    expect((await action(text))?.retry).toEqual(retry);
  });

  test('may have a limit of silence', async () => {
    expect((await action('idle_timeout: 5m'))?.idleTimeoutMs).toBe(300_000);
    expect((await action('idle_timeout: 0s'))?.idleTimeoutMs).toBeUndefined();
  });
});

test('a workflow has a time limit, and so have its steps, which may be tried again', async () => {
  const { workflows } = await resolve({
    'workspace.poly': `name: acme
blocks: [{name: shop, actions: [{name: run, script: x}]}]
workflows:
  - name: flow
    timeout: 1h
    steps: [{name: one, block: shop, action: run, timeout: 90s, retry: {attempts: 3}}]
`,
  });
  expect(workflows[0]).toMatchObject({
    timeoutMs: 3_600_000,
    steps: [{ timeoutMs: 90_000, retry: { attempts: 3, delayMs: 0 } }],
  });
});
