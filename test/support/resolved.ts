import type { Facts, Host, Recipes } from '../../src/plan/index.ts';
import type { ActionRequest } from '../../src/plan/index.ts';
import type { ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../../src/resolve/index.ts';
import { defaultSettings } from '../../src/schema/settings.ts';

/** An action that says hello; override what a test is about. */
export function action(changes: Partial<ResolvedAction> = {}): ResolvedAction {
  return {
    name: 'greet',
    alias: [],
    labels: {},
    run: { kind: 'script', items: ['echo hello'] },
    interactive: false,
    env: {},
    config: {},
    ...changes,
  };
}

/** A block with that action, in blocks/hello. */
export function block(changes: Partial<ResolvedBlock> = {}): ResolvedBlock {
  return {
    name: 'hello',
    kind: 'generic',
    alias: [],
    chain: [],
    template: false,
    labels: {},
    config: {},
    actions: [action()],
    inventory: { filename: 'inventory.yml' },
    kubeconfig: { filename: 'kubeconfig.yml' },
    artifacts: { from: [] },
    container: {},
    directory: 'blocks/hello',
    metadata: {},
    ...changes,
  };
}

/** A workspace at /ws with that block. */
export function workspace(changes: Partial<ResolvedWorkspace> = {}): ResolvedWorkspace {
  return {
    directory: '/ws',
    name: 'acme',
    labels: {},
    meta: {},
    settings: defaultSettings('0.1.0'),
    extraEnv: [],
    extraMounts: [],
    inventoryFilename: 'inventory.yml',
    blocks: [block()],
    workflows: [],
    secretValues: [],
    secretPaths: [],
    warnings: [],
    ...changes,
  };
}

export function host(changes: Partial<Host> = {}): Host {
  return {
    version: '0.1.0',
    platform: 'linux',
    uid: 1000,
    gid: 1000,
    userName: 'ada',
    hostName: 'laptop',
    home: '/home/ada',
    directory: '/ws',
    pid: 4242,
    env: {},
    ...changes,
  };
}

/** No workspace has a recipe of its own. */
export const noRecipes: Recipes = {
  hash: () => Promise.resolve(undefined),
  open: () => Promise.reject(new Error('there is none')),
};

/** A host where only `present` exists. */
export function facts(present: readonly string[] = [], changes: Partial<Facts> = {}): Facts {
  return {
    host: host(),
    present: new Set(present),
    agent: undefined,
    terraform: 'none',
    secrets: { values: [], unmasked: [] },
    ...changes,
  };
}

export function request(changes: Partial<ActionRequest> = {}): ActionRequest {
  return {
    block: 'hello',
    action: 'greet',
    args: [],
    env: [],
    mounts: [],
    force: false,
    verbosity: 1,
    colour: false,
    transaction: '0193b2c0-0000-7000-8000-000000000001',
    ...changes,
  };
}
