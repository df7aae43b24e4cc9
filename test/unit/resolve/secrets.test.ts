import { describe, expect, test } from '@jest/globals';
import { resolve, resolveBlock, told } from '../../fakes/workspaces.ts';

describe('secrets.poly', () => {
  test('lies over everything, by name where things have names', async () => {
    const files = {
      'workspace.poly': `name: acme
config: {globals: {a: 1}}
blocks: [{name: shop, config: {user: bob}, actions: [{name: run, script: x, env: {A: plain}}]}]
workflows: [{name: deploy, steps: [{name: first, block: shop, action: run, args: [a]}]}]
`,
      'secrets.poly': `config: {globals: {token: t-123}}
extraenv: [TOKEN=abc]
blocks: [{name: shop, config: {password: hunter2}, actions: [{name: run, env: {B: topsecret}}]}]
workflows: [{name: deploy, steps: [{name: first, args: [--pw=9]}]}]
`,
    };
    const workspace = await resolve(files);
    expect(workspace.settings.globals).toEqual({ a: 1, token: 't-123' });
    expect(workspace.extraEnv).toEqual(['TOKEN=abc']);
    expect(workspace.blocks[0]).toMatchObject({ config: { user: 'bob', password: 'hunter2' } });
    expect(workspace.blocks[0]?.actions[0]?.env).toEqual({ A: 'plain', B: 'topsecret' });
    expect(workspace.workflows[0]?.steps[0]).toMatchObject({ block: 'shop', args: ['--pw=9'] });
    expect(workspace.secretValues).toEqual(['t-123', 'TOKEN=abc', 'abc', 'hunter2', 'topsecret', '--pw=9']);
    expect(workspace.secretPaths).toEqual([
      'blocks.shop.actions.run.env.B',
      'blocks.shop.config.password',
      'config.globals.token',
      'extraenv.0',
      'workflows.deploy.steps.first.args.0',
    ]);
  });

  test('the value of a variable is as secret as its whole line', async () => {
    const { secretValues } = await resolve({
      'workspace.poly': 'name: acme',
      'secrets.poly': 'extraenv: [TOKEN=a=bcd, SHORT=ab, MALFORMED]\nmeta: {line: KEY=value}',
    });
    expect(secretValues).toEqual(['TOKEN=a=bcd', 'a=bcd', 'SHORT=ab', 'MALFORMED', 'KEY=value']);
  });

  test('names and references are no secrets, and neither is what occurs everywhere', async () => {
    const { secretValues, secretPaths } = await resolve({
      'workspace.poly': 'name: acme\nblocks: [{name: base}]',
      'secrets.poly': `name: other
blocks:
  - name: hidden
    kind: generic
    from: base
    inventory: {from: base, filename: hidden.yml}
    artifacts: {from: [base]}
    actions: [{name: run, script: curl secret-host}]
    config: {name: alice, kind: admin, no: "", short: ab, one: 7, on: true, gone: null, number: 12345}
workflows: [{name: flow, steps: [{name: step, block: hidden, action: run}]}]
`,
    });
    expect(secretValues).toEqual(['hidden.yml', 'curl secret-host', 'alice', 'admin', '12345']);
    expect(secretPaths).toContain('blocks.hidden.config.short');
    expect(secretPaths).toContain('blocks.hidden.config.on');
    expect(secretPaths).not.toContain('blocks.hidden.name');
    expect(secretPaths).not.toContain('blocks.hidden.artifacts.from.0');
    expect(secretPaths.filter((path) => path.startsWith('workflows'))).toEqual([]);
  });

  test('what an heir inherits of secrets is secret there too, unless it writes its own', async () => {
    const { secretPaths } = await resolve({
      'workspace.poly': `name: acme
blocks:
  - {name: base}
  - {name: heir, from: base}
  - {name: own, from: base, config: {db: {password: public}}}
  - {name: replaced, from: heir, config: {db: none}}
`,
      'secrets.poly': 'blocks: [{name: base, config: {db: {password: hunter2, user: root}}}]',
    });
    expect(secretPaths).toEqual([
      'blocks.base.config.db.password',
      'blocks.base.config.db.user',
      'blocks.heir.config.db.password',
      'blocks.heir.config.db.user',
      'blocks.own.config.db.user',
    ]);
  });

  test('values for a block nobody knows are a warning and make no block', async () => {
    const { blocks, warnings } = await resolve({
      'workspace.poly': 'name: acme\nblocks: [{name: shop}]',
      'secrets.poly': 'blocks:\n  - name: shpo\n    config: {password: hunter2}\n',
    });
    expect(blocks.map((block) => block.name)).toEqual(['shop']);
    expect(warnings.map(told)).toEqual([
      'BLOCK_UNKNOWN secrets.poly:2:11 secrets.poly has values for block "shpo", which is written nowhere else',
    ]);
    expect(warnings[0]?.hint).toBe('did you mean "shop"?');
  });

  test('a block with actions of its own may stand there alone', async () => {
    const files = {
      'workspace.poly': 'name: acme',
      'secrets.poly': 'blocks: [{name: own, actions: [{name: run, script: x}]}]',
    };
    expect((await resolveBlock('own', files)).actions).toHaveLength(1);
  });
});
