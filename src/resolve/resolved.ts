import type { Place, Problem } from '../errors.ts';
import type { Settings } from '../schema/settings.ts';
import type { WebhookSettings } from './webhook.ts';

// Places are looked up when they are asked for: only errors ask, and finding one needs the file's syntax tree. They are not
// enumerable, so a copy has none.

/** Free data from a `.poly` file: what JSON can say. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };
export interface DataMap {
  readonly [key: string]: Data;
}

/** What failed is tried again, up to `attempts` times in all; without `on` whatever its exit code. */
export interface Retry {
  readonly attempts: number;
  readonly delayMs: number;
  readonly on?: readonly number[];
}

export interface ResolvedAction {
  readonly name: string;
  readonly description?: string;
  readonly alias: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly run:
    | { readonly kind: 'script'; readonly items: readonly string[] }
    | { readonly kind: 'playbook'; readonly playbook: string };
  readonly prompt?: string;
  readonly interactive: boolean;
  /** Milliseconds, all attempts together. */
  readonly timeoutMs?: number;
  /** Milliseconds without output. */
  readonly idleTimeoutMs?: number;
  readonly retry?: Retry;
  readonly env: Readonly<Record<string, string>>;
  readonly config: DataMap;
  /** Where its name is written: what errors about it point to. */
  readonly place?: Place | undefined;
  /** Where its `playbook:` is written. */
  readonly playbookPlace?: Place | undefined;
  /** Where its `script:` begins. */
  readonly scriptPlace?: Place | undefined;
}

export interface ResolvedBlock {
  readonly name: string;
  readonly kind: string;
  readonly version?: string;
  readonly description?: string;
  readonly alias: readonly string[];
  readonly from?: string;
  /** What it, or a block it inherits from, says in `from` and is not installed; its actions cannot run. */
  readonly missing?: string;
  /** Names of the blocks it inherits from, nearest first. */
  readonly chain: readonly string[];
  readonly template: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly config: DataMap;
  readonly actions: readonly ResolvedAction[];
  /** `from` is the name of a block, whatever alias was written; so it is everywhere below. */
  readonly inventory: { readonly from?: string; readonly filename: string; readonly fromPlace?: Place | undefined };
  readonly kubeconfig: {
    readonly from?: string;
    readonly filename: string;
    readonly context?: string;
    readonly namespace?: string;
    readonly fromPlace?: Place | undefined;
  };
  readonly artifacts: { readonly from: readonly string[] };
  /** `container:` of the block itself, laid over the workspace's by the plan. */
  readonly container: Partial<Settings['container']>;
  /** Tool → range of versions, on top of what the workspace requires. */
  readonly require?: Readonly<Record<string, string>>;
  /** Folder of the nearest block.poly in its chain, relative to the workspace with `/`; undefined for a block that only stands in workspace.poly. */
  readonly directory: string | undefined;
  /** Every other written key (display_name, license, …), shown by inspect. */
  readonly metadata: DataMap;
  readonly place?: Place | undefined;
}

export interface ResolvedStep {
  readonly name: string;
  readonly block: string;
  readonly action: string;
  readonly prompt?: string;
  readonly allowFailure: boolean;
  readonly args: readonly string[];
  /** After what it runs; absent means after success. */
  readonly when?: 'success' | 'failure' | 'always';
  /** Milliseconds. */
  readonly timeoutMs?: number;
  /** In the place of the action's own. */
  readonly retry?: Retry;
  readonly place?: Place | undefined;
}

export interface ResolvedWorkflow {
  readonly name: string;
  readonly description?: string;
  readonly alias: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly prompt?: string;
  readonly allowFailure: boolean;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly steps: readonly ResolvedStep[];
  readonly place?: Place | undefined;
}

/** What a workspace means: everything merged, inherited and defaulted. Blocks may share parts that are alike, so nobody may write to any of it. */
export interface ResolvedWorkspace {
  /** Absolute path on the host. */
  readonly directory: string;
  readonly name: string;
  readonly organization?: string;
  readonly description?: string;
  readonly version?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly meta: DataMap;
  readonly settings: Settings;
  /** Present when somebody chose the image; otherwise it is this version's own. */
  readonly choosesImage?: true;
  readonly extraEnv: readonly string[];
  readonly extraMounts: readonly string[];
  readonly inventoryFilename: string;
  readonly kubeconfigFilename?: string;
  /** Present when finished transactions are sent somewhere. */
  readonly webhook?: WebhookSettings;
  /** In the order of their names. */
  readonly blocks: readonly ResolvedBlock[];
  readonly workflows: readonly ResolvedWorkflow[];
  /** Every scalar leaf of secrets.poly as text, for masking. */
  readonly secretValues: readonly string[];
  /** Paths of those leaves: `blocks.shop.config.password`, `config.globals.token`. Block entries by block name. */
  readonly secretPaths: readonly string[];
  readonly warnings: readonly Problem[];
}
