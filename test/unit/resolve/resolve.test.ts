import { describe, expect, test } from '@jest/globals';
import { parseDuration, resolveWorkspace } from '../../../src/resolve/index.ts';
import { load, problemsOf, resolve, resolveBlock, told } from '../../fakes/workspaces.ts';

const action = async (text: string) => {
  const block = await resolveBlock('shop', {
    'workspace.poly': `name: acme\nblocks: [{name: shop, actions: [{name: run, ${text}}]}]`,
  });
  return block.actions[0];
};

describe('the workspace', () => {
  test('has every default filled in', async () => {
    const workspace = await resolve({ 'workspace.poly': 'name: acme' });
    expect(workspace).toEqual({
      directory: '/ws',
      name: 'acme',
      labels: {},
      meta: {},
      settings: {
        image: { reference: 'ghcr.io/polycrate/toolchain', version: '1.2.3' },
        blocksroot: 'blocks',
        artifactsroot: 'artifacts',
        logsroot: '.logs',
        blocksconfig: 'block.poly',
        dockerfile: 'Dockerfile.poly',
        containerroot: '/workspace',
        logging: { enabled: true, keep: 90 },
        globals: {},
        container: { network: 'host', docker: 'auto', user: 'caller', secrets: 'file', park: 'auto', pass_on: true },
        ssh: { strict: 'accept-new', agent: true, control_persist: '10m' },
      },
      extraEnv: [],
      extraMounts: [],
      inventoryFilename: 'inventory.yml',
      blocks: [],
      workflows: [],
      secretValues: [],
      secretPaths: [],
      warnings: [],
    });
  });

  test('says what it says', async () => {
    const workspace = await resolve({
      'workspace.poly': `name: acme
organization: corp
description: all of it
version: "2"
labels: {tier: 1, prod: true}
meta: {owner: {mail: a@b}}
extraenv: [A=b=c]
extramounts: ["/srv:/srv:ro"]
inventory: {filename: hosts.ini}
kubeconfig: {filename: kube.yml}
config:
  image: {version: 9.9.9}
  logging: {path: records, keep: 7}
  container: {docker: false, memory: 2g}
  sshprivatekey: keys/id
  ssh: {strict: "off"}
`,
    });
    expect(workspace).toMatchObject({
      organization: 'corp',
      description: 'all of it',
      version: '2',
      labels: { tier: '1', prod: 'true' },
      meta: { owner: { mail: 'a@b' } },
      extraEnv: ['A=b=c'],
      extraMounts: ['/srv:/srv:ro'],
      inventoryFilename: 'hosts.ini',
      kubeconfigFilename: 'kube.yml',
      settings: {
        image: { reference: 'ghcr.io/polycrate/toolchain', version: '9.9.9' },
        logsroot: 'records',
        logging: { enabled: true, keep: 7 },
        container: { network: 'host', docker: false, memory: '2g' },
        sshprivatekey: 'keys/id',
        ssh: { strict: 'off', agent: true },
      },
    });
  });

  test('lists its blocks in the order of their names', async () => {
    const { blocks } = await resolve({
      'workspace.poly': 'name: acme\nblocks: [{name: zz}, {name: Ab}, {name: aa}]',
      'blocks/x/block.poly': 'name: mm',
    });
    expect(blocks.map((block) => block.name)).toEqual(['Ab', 'aa', 'mm', 'zz']);
  });

  test('resolves the same text to the same value', async () => {
    const files = {
      'workspace.poly': 'name: acme\nblocks: [{name: base, config: {a: 1}}, {name: heir, from: base}]',
      'secrets.poly': 'meta: {k: secret}',
    };
    expect(await resolve(files)).toEqual(await resolve(files));
  });
});

describe('a block', () => {
  test('has the rest of its keys, known or not, as metadata', async () => {
    const block = await resolveBlock('shop', {
      'workspace.poly':
        'name: acme\nblocks: [{name: shop, display_name: The Shop, supports_ha: true, type: db, mine: [1], changelog: {a: b}}]',
    });
    expect(block.metadata).toEqual({
      display_name: 'The Shop',
      supports_ha: true,
      type: 'db',
      mine: [1],
      changelog: { a: 'b' },
    });
  });

  test('keeps its own keys called place when it is printed, and its places to itself', async () => {
    const block = await resolveBlock('shop', {
      'workspace.poly': `name: acme
blocks:
  - name: shop
    config: {place: Berlin, marketPlace: {fromPlace: 1}}
    inventory: {from: shop}
    actions: [{name: run, script: x}]
`,
    });
    const printed = JSON.parse(JSON.stringify(block)) as Record<string, unknown>;
    expect(printed['config']).toEqual({ place: 'Berlin', marketPlace: { fromPlace: 1 } });
    expect(Object.keys(printed)).not.toContain('place');
    expect(printed['inventory']).toEqual({ from: 'shop', filename: 'inventory.yml' });
    expect(block.inventory.fromPlace).toMatchObject({ line: 5 });
    expect(block.actions[0]?.place).toMatchObject({ line: 6 });
    expect(printed['actions']).toEqual([expect.not.objectContaining({ place: expect.anything() })]);
  });

  test('takes things from blocks by their names, also where an alias is written', async () => {
    const block = await resolveBlock('shop', {
      'workspace.poly': `name: acme
blocks:
  - {name: shop, inventory: {from: hosts}, kubeconfig: {from: k8s}, artifacts: {from: [hosts, infra]}}
  - {name: infra, alias: [hosts, k8s]}
`,
    });
    expect([block.inventory.from, block.kubeconfig.from, block.artifacts.from]).toEqual([
      'infra',
      'infra',
      ['infra', 'infra'],
    ]);
  });

  test('names the places of its references', async () => {
    const block = await resolveBlock('shop', {
      'workspace.poly':
        'name: acme\nblocks:\n  - name: shop\n    inventory: {from: infra}\n    kubeconfig:\n      from: infra\n    artifacts: {from: infra}\n  - {name: infra}\n',
    });
    expect(block.place).toMatchObject({ file: '/ws/workspace.poly', line: 3, column: 11 });
    expect(block.inventory.fromPlace).toMatchObject({ line: 4, column: 23 });
    expect(block.kubeconfig.fromPlace).toMatchObject({ line: 6, column: 13 });
    expect(block.artifacts.from).toEqual(['infra']);
  });
});

describe('an action', () => {
  test('has a script as a list, whatever was written', async () => {
    expect((await action('script: echo'))?.run).toEqual({ kind: 'script', items: ['echo'] });
    expect((await action('script: [echo, true, 7]'))?.run).toEqual({ kind: 'script', items: ['echo', 'true', '7'] });
  });

  test('has its variables and labels as text', async () => {
    expect(await action('script: x, env: {PORT: 8080, DEBUG: false}, labels: {a: 1}, alias: go')).toMatchObject({
      env: { PORT: '8080', DEBUG: 'false' },
      labels: { a: '1' },
      alias: ['go'],
      interactive: false,
    });
  });

  test('asks its question', async () => {
    expect((await action('script: x, prompt: {message: Sure?}'))?.prompt).toBe('Sure?');
  });

  test.each([
    ['timeout: 90s', 90_000],
    ['timeout: 1h30m', 5_400_000],
    ['timeout: 0s', undefined],
    ['config: {timeout: 30}', 30_000],
    ['config: {timeout: "30"}', 30_000],
    ['config: {timeout: 2m}', 120_000],
    ['config: {timeout: 30}, timeout: 5s', 5_000],
  ])('%s limits it to %p ms', async (text, timeoutMs) => {
    expect((await action(`script: x, ${text}`))?.timeoutMs).toBe(timeoutMs);
  });

  test('has a config whose timeout is a number of seconds or an error', async () => {
    expect((await problemsOf(action('script: x, config: {timeout: soon}'))).map(told)).toEqual([
      'VALUE_INVALID workspace.poly:2:74 "timeout" in "config" must be a number of seconds, not the string "soon"',
    ]);
  });

  test('warns of keys that have no effect yet', async () => {
    const { warnings } = await resolve({
      'workspace.poly':
        'name: acme\nblocks: [{name: shop, actions: [{name: run, script: x, inputs: [b], outputs: [a]}]}]\nworkflows: [{name: flow, concurrency: 2, steps: [{name: one, block: shop, action: run, needs: []}]}]',
    });
    expect(warnings.map((problem) => problem.message)).toEqual([
      '"inputs" has no effect in this version',
      '"outputs" has no effect in this version',
      '"concurrency" has no effect in this version',
      '"needs" has no effect in this version',
    ]);
  });

  test('makes them errors when asked for, together with unknown keys and each once', async () => {
    const written = await load({
      'workspace.poly':
        'name: acme\norganisation: x\nconfig: {sshpublickey: k}\nblocks: [{name: base, actions: [{name: run, script: x, inputs: []}]}, {name: heir, from: base}]',
      'secrets.poly': 'config: {remoteroot: /x}',
    });
    const attempt = Promise.resolve().then(() => resolveWorkspace(written, { version: '1', strict: true }));
    expect((await problemsOf(attempt)).map(told)).toEqual([
      'KEY_IDLE secrets.poly:1:10 "remoteroot" has no effect in this version',
      'KEY_UNKNOWN workspace.poly:2:1 "organisation" is not a key of a workspace',
      'KEY_IDLE workspace.poly:3:10 "sshpublickey" has no effect in this version',
      'KEY_IDLE workspace.poly:4:56 "inputs" has no effect in this version',
    ]);
  });

  test('warns of them once, however many blocks inherit it', async () => {
    const { warnings } = await resolve({
      'workspace.poly':
        'name: acme\nblocks: [{name: base, actions: [{name: run, script: x, inputs: []}]}, {name: h1, from: base}, {name: h2, from: base}]',
    });
    expect(warnings).toHaveLength(1);
  });
});

describe('a workflow', () => {
  const files = (workflow: string) => ({
    'workspace.poly': `name: acme\nblocks: [{name: shop, alias: [store], actions: [{name: run, alias: [go], script: x}]}]\nworkflows: [{name: flow, ${workflow}}]`,
  });

  test('gives its allow_failure to steps that say nothing', async () => {
    const steps =
      'steps: [{name: one, block: shop, action: run}, {name: two, block: shop, action: run, allow_failure: false}]';
    const { workflows } = await resolve(files(`allow_failure: true, ${steps}`));
    expect(workflows[0]?.steps.map((step) => step.allowFailure)).toEqual([true, false]);
    expect((await resolve(files(steps))).workflows[0]?.steps.map((step) => step.allowFailure)).toEqual([false, false]);
  });

  test('names blocks and actions by their names, also where an alias is written', async () => {
    const { workflows } = await resolve(
      files('steps: [{name: one, block: store, action: go, when: always, args: [-v, 3]}]'),
    );
    expect(workflows[0]?.steps[0]).toMatchObject({ block: 'shop', action: 'run', when: 'always', args: ['-v', '3'] });
  });

  test('is warned of a step that is called rollback and runs on success', async () => {
    const step = (rest: string) => files(`steps: [{name: roll-back-db, block: shop, action: run${rest}}]`);
    const { warnings } = await resolve(step(''));
    expect(warnings.map(told)).toEqual(['VALUE_INVALID workspace.poly:3:41 step "roll-back-db" runs on success too']);
    expect(warnings[0]?.hint).toBe('add when: failure');
    expect((await resolve(step(', when: success'))).warnings).toEqual([]);
  });

  test('may have a step in secrets.poly only if that says what to run', async () => {
    const attempt = resolve({
      ...files('steps: []'),
      'secrets.poly': 'workflows: [{name: flow, steps: [{name: hidden, block: shop}]}]',
    });
    expect((await problemsOf(attempt)).map(told)).toEqual([
      'KEY_MISSING secrets.poly:1:41 step "hidden" has no "action"',
    ]);
  });
});

describe('durations', () => {
  test.each([
    ['10ms', 10],
    ['1.5s', 1500],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '10', 's', '5 m', '-5s', '5x', '1h 30m'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
