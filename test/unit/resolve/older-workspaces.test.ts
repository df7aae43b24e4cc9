import { describe, expect, test } from '@jest/globals';
import { findingsOf, resolve, resolveBlock, told } from '../../fakes/workspaces.ts';

const HARBOR = {
  'blocks/registry.example.com/acme/k8s/harbor/block.poly':
    'name: registry.example.com/acme/k8s/harbor\nversion: 1.2.0\nkind: k8sapp\nactions: [{name: install, script: echo}]\n',
};
const using = (from: string) => ({
  ...HARBOR,
  'workspace.poly': `name: acme\nblocks:\n  - name: shop\n    from: ${from}\n`,
});

describe('a block that came from a registry', () => {
  test.each([
    'registry.example.com/acme/k8s/harbor:1.2.0',
    'registry.example.com/acme/k8s/harbor',
    'registry.example.com/acme/k8s/harbor:1.2.0@sha256:0123',
    'acme/k8s/harbor:1.2.0',
    'acme/k8s/harbor',
  ])('is found as %s', async (from) => {
    const block = await resolveBlock('shop', using(from));
    expect(block).toMatchObject({ chain: ['registry.example.com/acme/k8s/harbor'], kind: 'k8sappinstance' });
    expect(block.actions.map(({ name }) => name)).toEqual(['install']);
  });

  test('is not taken for one of another registry, or another version', async () => {
    expect((await findingsOf(using('elsewhere.example.com/acme/k8s/harbor:1.2.0'))).map(told)).toEqual([
      'BLOCK_NOT_INSTALLED workspace.poly:4:11 "elsewhere.example.com/acme/k8s/harbor:1.2.0" is not installed, and this version cannot pull it',
    ]);
    expect((await findingsOf(using('acme/k8s/harbor:2.0.0'))).map(told)).toEqual([
      'BLOCK_UNKNOWN workspace.poly:4:11 block "registry.example.com/acme/k8s/harbor" is here as version 1.2.0, not 2.0.0',
    ]);
  });

  test('can be named with its version by steps and sources', async () => {
    const { workflows, blocks } = await resolve({
      'workspace.poly': `name: acme
blocks:
  - {name: shop, inventory: {from: "infra:0.1.0"}}
  - {name: infra, version: "0.1.0", actions: [{name: make, script: echo}]}
workflows: [{name: all-of-it, steps: [{name: infra, block: "infra:0.1.0", action: make}]}]
`,
    });
    expect(workflows[0]?.steps[0]).toMatchObject({ block: 'infra', action: 'make' });
    expect(blocks.find(({ name }) => name === 'shop')?.inventory.from).toBe('infra');
  });
});

describe('a block whose parent is not installed', () => {
  const FILES = {
    'workspace.poly': `name: acme
blocks:
  - name: inventory
    from: acme/hcloud/inventory
    config: {token: own}
    actions: [{name: install, prompt: {message: Sure}}]
  - {name: heir, from: inventory}
workflows: [{name: all-of-it, steps: [{name: one, block: heir, action: unseen}]}]
`,
  };

  test('stays with what it writes itself, and a warning says what to do', async () => {
    expect((await findingsOf(FILES)).map((problem) => [told(problem), problem.hint])).toEqual([
      [
        'BLOCK_NOT_INSTALLED workspace.poly:4:11 "acme/hcloud/inventory" is not installed, and this version cannot pull it',
        'put the block into blocks/acme/hcloud/inventory/, with name: acme/hcloud/inventory in its block.poly',
      ],
    ]);
    const { blocks } = await resolve(FILES);
    expect(blocks).toMatchObject([
      { name: 'heir', missing: 'acme/hcloud/inventory', config: { token: 'own' } },
      { name: 'inventory', missing: 'acme/hcloud/inventory', config: { token: 'own' } },
    ]);
  });

  test('is not guessed at where a block here was probably meant', async () => {
    const [problem] = await findingsOf({ ...HARBOR, ...using('registry.example.com/acme/k8s/habor') });
    expect(problem?.code).toBe('BLOCK_NOT_INSTALLED');
    const [local] = await findingsOf({
      'workspace.poly': 'name: acme\nblocks: [{name: acme/harbor}, {name: shop, from: acme/habor}]\n',
    });
    expect(local).toMatchObject({ code: 'BLOCK_UNKNOWN', hint: 'did you mean "acme/harbor"?' });
  });
});

test('an entry that inherits from the block file of its own name is that block', async () => {
  const files = {
    'workspace.poly': 'name: acme\nblocks:\n  - name: shop\n    from: shop\n    config: {off: false}\n',
    'blocks/shop/block.poly': 'name: shop\nconfig: {off: true, kept: 1}\n',
  };
  expect((await findingsOf(files)).map(told)).toEqual([
    'KEY_IDLE workspace.poly:4:5 "from" names the block itself, whose block.poly is merged anyway',
  ]);
  expect((await resolveBlock('shop', files)).config).toEqual({ off: false, kept: 1 });
});

test.each(['web.example.com', 'localhost:5000/acme/web', '10.0.0.1:5000/web', 'cargo.example.com/acme/k8s-app'])(
  'a block can be called %s',
  async (name) => {
    expect((await resolveBlock(name, { 'workspace.poly': `name: acme\nblocks: [{name: "${name}"}]\n` })).name).toBe(
      name,
    );
  },
);

test.each(['../up', 'a/../b', '/etc', 'a//b', '.hidden', 'a.', 'x', '1web', 'example.com/../x', 'a b'])(
  'no block can be called %s',
  async (name) => {
    const findings = await findingsOf({ 'workspace.poly': `name: acme\nblocks: [{name: "${name}"}]\n` });
    expect(findings.map(({ code }) => code)).toEqual(['NAME_INVALID']);
  },
);

test('an entry of its own name does not hide what the block file inherits from', async () => {
  const block = await resolveBlock('nginx', {
    'workspace.poly': 'name: acme\nblocks: [{name: nginx, from: "nginx:1.0.0"}]\n',
    'blocks/nginx/block.poly': 'name: nginx\nversion: 1.0.0\nfrom: base\n',
    'blocks/base/block.poly': 'name: base\nactions: [{name: deploy, script: echo}]\n',
  });
  expect(block).toMatchObject({ from: 'base', chain: ['base'], actions: [{ name: 'deploy' }] });
});

test('the version called latest is whatever is here', async () => {
  expect((await resolveBlock('shop', using('acme/k8s/harbor:latest'))).chain).toHaveLength(1);
});
