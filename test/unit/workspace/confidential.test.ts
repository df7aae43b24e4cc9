import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors.ts';
import { resolveWorkspace } from '../../../src/resolve/index.ts';
import { findingsOf, load } from '../../fakes/workspaces.ts';

const SECRET = 'hunter2hunter2';
const NAMED = 'name: acme\nblocks: [{name: shop, actions: [{name: run, script: x}]}]\n';

/** All that a list of problems can say to anyone. */
const said = (problems: readonly Problem[]): string =>
  JSON.stringify(problems.map(({ code, message, hint, places }) => ({ code, message, hint, places })));

describe('whatever is wrong with secrets.poly, no line and no value of it is told', () => {
  test.each([
    ['the neighbour of an unknown key', `config:\n  password: ${SECRET}\n  pasword: ${SECRET}\n`],
    ['text instead of a map', `config: ${SECRET}\n`],
    ['a number instead of text', 'description: 8675309\n'],
    ['a number instead of a duration', 'config: {ssh: {control_persist: 8675309}}\n'],
    ['the whole file', `${SECRET}\n`],
    ['a name', `blocks: [{name: "${SECRET}!"}]\n`],
    ['a kind', `blocks: [{name: shop, kind: ${SECRET}}]\n`],
    ['a folder', `config: {blocksroot: /${SECRET}}\n`],
    ['a timeout', `blocks: [{name: shop, actions: [{name: run, config: {timeout: ${SECRET}}}]}]\n`],
    ['a value without a key', `config: {image: {${SECRET}}}\n`],
    ['an alias that is none', `meta: {password: *${SECRET}}\n`],
    ['a tag that is none', `meta: {password: !${SECRET}}\n`],
    ['a header that is none', `meta:\n  password: |${SECRET}\n`],
    ['quotes that never close', `meta: {password: "${SECRET}}\n`],
    ['a colon too many', `meta:\n  password: ${SECRET}: x\n`],
    ['a list item that is none', `extraenv:\n  TOKEN: ${SECRET}\n`],
    ['a stray block', `blocks:\n  - name: shpo\n    config: {password: ${SECRET}}\n`],
    ['keys written twice', `meta:\n  a: ${SECRET}\n  a: ${SECRET}\n`],
    ['a key without effect', `config:\n  sshprivatekey: ${SECRET}\n  remoteroot: /x\n`],
  ])('%s', async (_name, secrets) => {
    const problems = await findingsOf({ 'workspace.poly': NAMED, 'secrets.poly': secrets });
    expect(problems.length).toBeGreaterThan(0);
    expect(said(problems)).not.toMatch(/hunter2|8675309/);
    for (const { places } of problems) {
      expect(places[0]).toMatchObject({ file: '/ws/secrets.poly' });
      expect(places[0]).not.toHaveProperty('snippet');
      expect(places[0]).not.toHaveProperty('length');
    }
  });

  test('the same is quoted from any other file', async () => {
    const problems = await findingsOf({ 'workspace.poly': `name: acme\nconfig: ${SECRET}\n` });
    expect(problems[0]?.message).toBe(`"config" must be a map, not the string "${SECRET}"`);
    expect(problems[0]?.places[0]?.snippet).toContainEqual({ line: 2, text: `config: ${SECRET}` });
  });

  test('places in it that are asked for later have no lines either', async () => {
    const written = await load({
      'workspace.poly': 'name: acme',
      'secrets.poly': `blocks:\n  - name: own\n    actions: [{name: run, script: ${SECRET}}]\n`,
    });
    const [block] = resolveWorkspace(written, { version: '1' }).blocks;
    expect(block?.place).toEqual({ file: '/ws/secrets.poly', line: 2, column: 11 });
    expect(block?.actions[0]?.place).toEqual({ file: '/ws/secrets.poly', line: 3, column: 22 });
  });
});
