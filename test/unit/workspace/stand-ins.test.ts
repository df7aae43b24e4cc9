import { expect, test } from '@jest/globals';
import { findingsOf } from '../../fakes/workspaces.ts';

test('what stands in for a missing name is in no message', async () => {
  const actions =
    '[{script: echo}, {name: go, script: echo}, {name: go, script: ./nope.sh}, {name: no, description: x}]';
  const problems = await findingsOf({
    'workspace.poly': `name: acme\nblocks:\n  - kind: generic\n    from: nothing\n    actions: ${actions}\nworkflows:\n  - steps: [{action: go}, {name: aa, block: web, action: go}, {name: aa, block: b, action: go}]\n`,
    'blocks/web/block.poly': `kind: generic\nactions: ${actions}\n`,
  });
  const texts = problems.flatMap(({ message, hint = '' }) => [message, hint]);
  expect(texts).toContain('this block has two actions called "go"');
  expect(texts).toContain('this workflow has two steps called "aa"');
  expect(texts.filter((text) => /nameless|\/ws\//.test(text))).toEqual([]);
});
