import { describe, expect, test } from '@jest/globals';
import { findingsOf, told } from '../../fakes/workspaces.ts';

describe('what two things are called by', () => {
  const codes = async (blocks: string) =>
    (await findingsOf({ 'workspace.poly': `name: acme\nblocks:\n${blocks}` })).map((problem) => told(problem));

  test('an alias of two blocks, or the name of another one, is an error', async () => {
    expect(await codes('  - {name: one, alias: [db]}\n  - {name: two, alias: db}\n')).toEqual([
      'NAME_DUPLICATE workspace.poly:4:24 "db", an alias of block "two", is an alias of block "one" too',
    ]);
    expect(await codes('  - {name: one, alias: [two]}\n  - {name: two}\n')).toEqual([
      'NAME_DUPLICATE workspace.poly:3:24 "two", an alias of block "one", is the name of another block',
    ]);
  });

  test('so it is among the actions of a block', async () => {
    expect(
      await codes('  - {name: one, actions: [{name: up, script: a, alias: go}, {name: go, script: b}]}\n'),
    ).toEqual(['NAME_DUPLICATE workspace.poly:3:56 "go", an alias of action "up", is the name of another action']);
  });

  test('a name of its own may be written as an alias, too', async () => {
    expect(await codes('  - {name: one, alias: [one]}\n')).toEqual([]);
  });
});
