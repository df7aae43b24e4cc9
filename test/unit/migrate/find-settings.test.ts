import { describe, expect, test } from '@jest/globals';
import { findDifferences, type RuleName } from '../../../src/migrate/index.ts';
import { createMemoryFiles, type MemoryEntry } from '../../fakes/memory-files.ts';

async function only(rule: RuleName, entries: Readonly<Record<string, MemoryEntry>>): Promise<string[]> {
  const files = Object.fromEntries(Object.entries(entries).map(([path, entry]) => [`/ws/${path}`, entry]));
  const { differences } = await findDifferences('/ws', createMemoryFiles(files), { exact: true });
  return differences.filter((each) => each.rule === rule).map(({ found, edit }) => `${found} → ${edit}`);
}

const workspace = (text: string) => ({ 'workspace.poly': `name: acme\n${text}` });

describe('settings', () => {
  test.each([
    ['mount', 'extramounts: ["data:/data"]', 'data:/data → ./data:/data: a folder of the workspace'],
    ['mount', 'extramounts: ["/nowhere:/data"]', '/nowhere:/data → mkdir -p /nowhere'],
    ['mount', 'extramounts: ["./a:/root/.aws"]', './a:/root/.aws → ./a:/home/polycrate/.aws'],
    ['image', 'config: {image: {reference: cargo.ayedo.cloud/library/polycrate}}', 'remove config.image'],
    ['image', 'config: {image: {version: 0.20.0}}', 'version: 0.20.0 → remove it'],
    ['webhook', 'events: {handler: webhook}', 'handler: webhook →'],
    ['idle', 'dependencies: [x/y:1]', 'dependencies: x/y:1 →'],
    ['git', 'sync: {enabled: true}', 'sync: → git add --all'],
  ] as const)('%s: %s', async (rule, text, expected) => {
    const found = await only(rule, workspace(text));
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  test.each([
    ['image', 'config: {image: {reference: example.org/own, version: "1"}}'],
    ['idle', 'events: {handler: workspace}\ndependencies: []'],
    ['git', 'sync: {enabled: false}'],
  ] as const)('are the same in both for %s: %s', async (rule, text) => {
    expect(await only(rule, workspace(text))).toEqual([]);
  });

  test('steps after an interactive one are told', async () => {
    const found = await only(
      'interactive',
      workspace(
        'blocks: [{name: web, actions: [{name: sh, script: sh, interactive: true}, {name: go, script: ls}]}]\nworkflows: [{name: all, steps: [{name: one, block: web, action: go}, {name: two, block: web, action: sh}, {name: three, block: web, action: go}]}]\n',
      ),
    );
    expect(found).toEqual([expect.stringMatching(/^three → /)]);
  });
});

describe('places', () => {
  const CLUSTER = 'blocks: [{name: k8s}, {name: app}]\n';

  test('the kubeconfig of the block k8s was everybody’s', async () => {
    const expected = ['block "k8s" → kubeconfig: { filename: artifacts/blocks/k8s/kubeconfig.yml } in workspace.poly'];
    expect(await only('kubeconfig', workspace(CLUSTER))).toEqual(expected);
    expect(await only('kubeconfig', workspace(`${CLUSTER}kubeconfig: {filename: x.yml}`))).toEqual([]);
    expect(await only('kubeconfig', { ...workspace(CLUSTER), 'kubeconfig.yml': '' })).toEqual([]);
  });

  test('the kubeconfig of a parent was its child’s', async () => {
    const found = await only('kubeconfig', {
      ...workspace('blocks: [{name: base}, {name: child, from: base}]\n'),
      'artifacts/blocks/base/kubeconfig.yml': '',
    });
    expect(found).toEqual(['from: base → kubeconfig: { from: base } in block "child"']);
  });

  test('an id_rsa beside newer keys is no longer the one', async () => {
    const both = { ...workspace(''), id_rsa: '', 'artifacts/secrets/id_ed25519': '' };
    expect(await only('ssh-key', both)).toEqual([
      'id_rsa and artifacts/secrets/id_ed25519 → config: { sshprivatekey: id_rsa }',
    ]);
    expect(await only('old-places', { ...workspace(''), id_rsa: '' })).toHaveLength(1);
  });

  test('inventories with hosts, recipes, repositories and old records are told', async () => {
    const found = async (rule: RuleName, path: string, text = '') => only(rule, { ...workspace(''), [path]: text });
    expect(await found('host-keys', 'inventory.yml', 'all: {hosts: {a: {ansible_host: 192.0.2.1}}}')).toHaveLength(1);
    expect(await found('host-keys', 'inventory.yml', 'all: {hosts: {localhost: {}}}')).toEqual([]);
    const other = 'FROM cargo.ayedo.cloud/library/polycrate:0.15.0';
    expect(await found('recipe', 'Dockerfile.poly', `# ours\n${other}\n`)).toEqual([
      `${other} → ARG TOOLCHAIN, and below it FROM $TOOLCHAIN`,
    ]);
    expect(await found('recipe', 'Dockerfile.poly', 'ARG TOOLCHAIN\nFROM $TOOLCHAIN\n')).toEqual([]);
    expect(await found('git', '.git/HEAD')).toEqual(['a git repository → git add --all && git commit after a run']);
    expect(await found('old-places', '.logs/2024/05/01/x.yml')).toEqual([expect.stringContaining('below .logs/2024')]);
    expect(await found('old-places', '.logs/2024-05-01/x.yml')).toEqual([]);
  });
});

describe('what the loader refuses', () => {
  test('is told with its hint, once', async () => {
    const found = await only('refused', workspace('blocks: [{name: x}]\n'));
    expect(found).toEqual([expect.stringContaining('NAME_INVALID')]);
  });

  test.each([
    ['a circle of aliases', 'meta: &a {b: *a}\n'],
    ['broken YAML', 'blocks: [\n'],
    ['a list', '- x\n'],
    ['a circle of blocks', 'blocks: [{name: aa, from: bb}, {name: bb, from: aa}]\n'],
    ['odd shapes', 'blocks: {a: 1}\nworkflows: 3\nextramounts: {a: b}\nconfig: []\n'],
  ])('does not stop the rest: %s', async (_what, text) => {
    const found = await only('refused', {
      'workspace.poly': `name: acme\n${text}`,
      'blocks/web/block.poly': 'name: web\n',
    });
    expect(found).not.toEqual([]);
  });
});
