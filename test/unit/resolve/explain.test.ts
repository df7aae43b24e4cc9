import { describe, expect, test } from '@jest/globals';
import { checkWorkspace, explainBlock } from '../../../src/resolve/index.ts';
import { load, type WorkspaceFiles } from '../../fakes/workspaces.ts';

async function explained(name: string, files: WorkspaceFiles): Promise<Record<string, string[]>> {
  const { workspace, lineages } = checkWorkspace(await load(files), { version: '1' });
  const block = workspace.blocks.find((each) => each.name === name);
  const lineage = lineages.get(name);
  if (block === undefined || lineage === undefined) throw new Error(`no block ${name}`);
  const rows = explainBlock(block, lineage).map(({ key, value, origin, overrides }) => {
    const all = [{ key, value, origin }, ...overrides].map((each) => {
      const { place, note = '' } = { place: undefined, note: undefined, ...each.origin };
      const at = place === undefined ? note : `${place.file.slice(4)}:${String(place.line)}:${String(place.column)}`;
      return `${each.key === key ? '' : `${each.key} = `}${JSON.stringify(each.value)} ${at}`;
    });
    return [key, all] as const;
  });
  return Object.fromEntries(rows);
}

const FILES = {
  'workspace.poly': `name: acme
blocks:
  - name: web
    config:
      image: near
      off: false
      list: [c]
      flat: text
    actions:
      - name: install
        playbook: site.yml
`,
  'secrets.poly': 'blocks:\n  - name: web\n    config: {password: hunter2}\n',
  'blocks/web/block.poly': 'name: web\nfrom: base\nconfig: {image: own}\n',
  'blocks/base/block.poly': `name: base
template: true
kind: k8sapp
config:
  image: far
  off: true
  list: [a, b]
  flat: {x: 1, y: {z: 2}}
  deep: {hosts: [{port: 1}, {port: 2}]}
actions:
  - name: install
    description: Does it
    script: echo
`,
};

describe('every leaf of a block says who set it', () => {
  test('and what that overrode, nearest first', async () => {
    const rows = await explained('web', FILES);
    expect(rows['config.image']).toEqual([
      '"near" workspace.poly:5:14',
      '"own" blocks/web/block.poly:3:17',
      '"far" blocks/base/block.poly:5:10',
    ]);
    expect(rows['config.off']).toEqual(['false workspace.poly:6:12', 'true blocks/base/block.poly:6:8']);
  });

  test('lists are replaced whole, and so is a map that gives way to a single value', async () => {
    const rows = await explained('web', FILES);
    expect(rows['config.list']).toEqual(['["c"] workspace.poly:7:13', '["a","b"] blocks/base/block.poly:7:9']);
    expect(rows['config.flat']).toEqual([
      '"text" workspace.poly:8:13',
      '{"x":1,"y":{"z":2}} blocks/base/block.poly:8:9',
    ]);
  });

  test('a single value that gives way to a map is told once', async () => {
    const rows = await explained('web', {
      'workspace.poly': 'name: acme\nblocks: [{name: web, config: {a: {b: 1, c: 2}}}]\n',
      'blocks/web/block.poly': 'name: web\nconfig: {a: 5}\n',
    });
    expect(rows['config.a.b']).toEqual(['1 workspace.poly:2:38', 'config.a = 5 blocks/web/block.poly:2:13']);
    expect(rows['config.a.c']).toEqual(['2 workspace.poly:2:44']);
  });

  test('items of lists of maps have places of their own', async () => {
    expect((await explained('web', FILES))['config.deep.hosts[1].port']).toEqual(['2 blocks/base/block.poly:9:36']);
  });

  test('a kind of action that replaced another one says so', async () => {
    const rows = await explained('web', FILES);
    expect(rows['actions.install.playbook']).toEqual([
      '"site.yml" workspace.poly:11:19',
      'actions.install.script = "echo" blocks/base/block.poly:13:13',
    ]);
    expect(rows).not.toHaveProperty('actions.install.script');
  });

  test('what is computed, or a default, is told as such', async () => {
    const rows = await explained('web', FILES);
    expect(rows['labels.polycrate.io/managed-by']).toEqual(['"cli" computed']);
    expect(rows['inventory.filename']).toEqual(['"inventory.yml" default']);
    expect(rows['kind']).toEqual([
      '"k8sappinstance" computed',
      '"k8sapp" blocks/base/block.poly:3:7',
      '"generic" default',
    ]);
  });

  test('what says which block it is comes from the block itself', async () => {
    const rows = await explained('web', FILES);
    expect(rows['name']).toEqual(['"web" blocks/web/block.poly:1:7']);
    expect(rows['template']).toEqual(['false default']);
  });

  test('secrets show their place and nothing else', async () => {
    expect((await explained('web', FILES))['config.password']).toEqual(['"***" secrets.poly:3:24']);
  });
});
