import { expect, test } from '@jest/globals';
import { describeTools } from '../../../../src/cli/commands/logs/tools.ts';

test('what actions are made of goes first, and what does not fit is counted', () => {
  const tools = {
    'ansible-core': '2.19.11',
    curl: '8.14.1',
    'docker-cli': '26.1.5',
    git: '2.47.3',
    helm: '3.22.0',
    kubectl: '1.36.3',
    python: '3.13.5',
    terraform: '1.11.4',
  };
  expect(describeTools(tools)).toBe('ansible-core 2.19.11, terraform 1.11.4, helm 3.22.0, kubectl 1.36.3 and 4 more');
});

test('a few tools are told all', () => {
  expect(describeTools({ jq: '1.7', terraform: '1.11.4' })).toBe('terraform 1.11.4, jq 1.7');
});

test('no tools are no line', () => {
  expect([describeTools(), describeTools({})]).toEqual([undefined, undefined]);
});
