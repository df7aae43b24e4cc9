import { describe, expect, test } from '@jest/globals';
import { resolve, resolveBlock } from '../../fakes/workspaces.ts';

const ws = (blocks: string): { 'workspace.poly': string } => ({
  'workspace.poly': `name: acme\norganization: corp\nblocks:\n${blocks}`,
});

describe('layers of a block', () => {
  test('from farthest to nearest: ancestors, block.poly, workspace.poly, secrets.poly', async () => {
    const block = await resolveBlock('shop', {
      'workspace.poly': 'name: acme\nblocks: [{name: shop, config: {c: ws, d: ws, own: false}}]',
      'secrets.poly': 'blocks: [{name: shop, config: {d: secret}}]',
      'blocks/base/block.poly': 'name: base\nconfig: {a: base, b: base, c: base, d: base, own: true}',
      'blocks/mid/block.poly': 'name: mid\nfrom: base\nconfig: {b: mid}',
      'blocks/shop/block.poly': 'name: shop\nfrom: mid\nconfig: {c: file, e: [1]}',
    });
    expect(block.config).toEqual({ a: 'base', b: 'mid', c: 'ws', d: 'secret', e: [1], own: false });
    expect(block.chain).toEqual(['mid', 'base']);
    expect(block.directory).toBe('blocks/shop');
  });

  test('a chain is followed whatever the order of its blocks', async () => {
    const names = ['top', 'mid', 'low'];
    const texts = [
      '  - {name: top, from: mid}\n',
      '  - {name: mid, from: low}\n',
      '  - {name: low, config: {deep: true}}\n',
    ];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const { blocks } = await resolve(ws(order.map((index) => texts[index]).join('')));
      expect(blocks.map((block) => [block.name, block.config])).toEqual(
        [...names].sort().map((name) => [name, { deep: true }]),
      );
    }
  });

  test('a chain of a thousand blocks is no trouble', async () => {
    const lines = Array.from(
      { length: 1000 },
      (_, index) => `  - {name: b${String(index)}${index > 0 ? `, from: b${String(index - 1)}` : ''}}\n`,
    );
    const { blocks } = await resolve(ws(lines.join('')));
    expect(blocks.find((block) => block.name === 'b999')?.chain).toHaveLength(999);
  });

  test('the working folder is that of the nearest ancestor with one', async () => {
    const files = {
      ...ws('  - {name: heir, from: mid}\n  - {name: mid, from: base}\n  - {name: dynamic}\n'),
      'blocks/deep/er/block.poly': 'name: base',
    };
    expect((await resolveBlock('heir', files)).directory).toBe('blocks/deep/er');
    expect((await resolveBlock('dynamic', files)).directory).toBeUndefined();
  });

  test('a version may be named when it is the one that is here', async () => {
    const files = ws('  - {name: heir, from: "base:1.0.0"}\n  - {name: base, version: 1.0.0, config: {a: 1}}\n');
    expect(await resolveBlock('heir', files)).toMatchObject({ config: { a: 1 }, from: 'base:1.0.0', chain: ['base'] });
  });
});

describe('what an heir has for itself', () => {
  test('name, alias and template stay with the parent, written keys come over', async () => {
    const heir = await resolveBlock(
      'heir',
      ws(`  - name: heir
    from: base
  - name: base
    alias: [old-name]
    template: true
    version: 2.0.0
    description: base of all
    license: MIT
    inventory: {from: base, filename: hosts.yml}
    kubeconfig: {context: prod}
    container: {network: none}
`),
    );
    expect(heir).toMatchObject({
      name: 'heir',
      alias: [],
      template: false,
      version: '2.0.0',
      description: 'base of all',
      metadata: { license: 'MIT' },
      inventory: { from: 'base', filename: 'hosts.yml' },
      kubeconfig: { context: 'prod', filename: 'kubeconfig.yml' },
      container: { network: 'none' },
    });
  });

  test('labels come over, the labels of the system are its own', async () => {
    const heir = await resolveBlock(
      'heir',
      ws(`  - {name: base, kind: k8sapp, labels: {tier: web, blocks.polycrate.io/name: mine}}
  - {name: heir, from: base, labels: {team: red}}
`),
    );
    expect(heir.labels).toEqual({
      tier: 'web',
      team: 'red',
      'workspaces.polycrate.io/name': 'acme',
      'organizations.polycrate.io/name': 'corp',
      'blocks.polycrate.io/name': 'heir',
      'blocks.polycrate.io/kind': 'k8sappinstance',
      'k8sappinstances.polycrate.io/name': 'heir',
      'polycrate.io/managed-by': 'cli',
    });
  });

  test('an heir of a k8sapp is an instance, at any distance, unless it says it is something else', async () => {
    const { blocks } = await resolve(
      ws(`  - {name: app, kind: k8sapp}
  - {name: child, from: app}
  - {name: grandchild, from: child}
  - {name: repeats-it, from: app, kind: k8sapp}
  - {name: heir-of-that, from: repeats-it, kind: k8sapp}
  - {name: other, from: app, kind: generic}
  - {name: plain}
`),
    );
    expect(Object.fromEntries(blocks.map(({ name, kind }) => [name, kind]))).toEqual({
      app: 'k8sapp',
      child: 'k8sappinstance',
      grandchild: 'k8sappinstance',
      'repeats-it': 'k8sappinstance',
      'heir-of-that': 'k8sappinstance',
      other: 'generic',
      plain: 'generic',
    });
  });

  test('what one heir changes reaches neither its parent nor the other heir', async () => {
    const { blocks } = await resolve(
      ws(`  - {name: base, config: {list: [{a: 1}], map: {b: 2}}, actions: [{name: run, script: [x]}]}
  - {name: one, from: base, config: {map: {b: 3, c: 4}}, actions: [{name: run, script: [y]}]}
  - {name: two, from: base}
`),
    );
    const [base, one, two] = blocks;
    expect([base?.config, one?.config, two?.config]).toEqual([
      { list: [{ a: 1 }], map: { b: 2 } },
      { list: [{ a: 1 }], map: { b: 3, c: 4 } },
      { list: [{ a: 1 }], map: { b: 2 } },
    ]);
    const scripts = blocks.map(({ actions: [action] }) => action?.run);
    expect(scripts).toEqual(['x', 'y', 'x'].map((item) => ({ kind: 'script', items: [item] })));
  });
});

test('an action inherited and changed points to where it is written now', async () => {
  const heir = await resolveBlock('heir', {
    ...ws('  - name: heir\n    from: base\n    actions:\n      - name: run\n        timeout: 1m\n'),
    'blocks/base/block.poly': 'name: base\nactions:\n  - name: run\n    playbook: site.yml\n',
  });
  const [action] = heir.actions;
  expect(action).toMatchObject({ run: { kind: 'playbook', playbook: 'site.yml' }, timeoutMs: 60_000 });
  expect(action?.place).toMatchObject({ file: '/ws/workspace.poly', line: 7, column: 15 });
  expect(action?.playbookPlace).toMatchObject({ file: '/ws/blocks/base/block.poly', line: 4, column: 15 });
});
