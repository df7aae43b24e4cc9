import type { Variant } from './tools.ts';

/** Where what is public is fetched from instead; see the schema. */
export interface Mirrors {
  readonly debian?: string;
  readonly go?: string;
  readonly pypi?: string;
  readonly providers?: string;
  readonly charts?: Readonly<Record<string, string>>;
}

/** Tool settings (`config:` of a workspace) with every default filled in. */
export interface Settings {
  /** `variant`: not the toolchain itself, but one built from its recipe with other tools. */
  readonly image: { readonly reference: string; readonly version: string; readonly variant?: Variant };
  readonly blocksroot: string;
  readonly artifactsroot: string;
  readonly logsroot: string;
  readonly blocksconfig: string;
  /** Recipe of the workspace's own image, relative to it. */
  readonly dockerfile: string;
  readonly containerroot: string;
  readonly sshprivatekey?: string;
  readonly logging: { readonly enabled: boolean; readonly keep: number };
  readonly globals: { readonly [key: string]: unknown };
  readonly container: {
    readonly network: string;
    readonly docker: 'auto' | boolean;
    readonly user: string;
    readonly secrets: 'file' | 'env';
    /** `auto` unless written. */
    readonly transport?: 'auto' | 'mount' | 'copy';
    /** `auto`, `off` or a duration. */
    readonly park: string;
    readonly pass_on: boolean;
    readonly cpus?: string | number;
    readonly memory?: string | number;
    readonly pids?: number;
    readonly tmpfs?: readonly string[];
    readonly capabilities?: readonly string[];
    readonly readonly?: boolean;
  };
  /** Absent unless written. */
  readonly toolchain?: {
    readonly require?: Readonly<Record<string, string>>;
    readonly pull?: 'locked' | 'missing' | 'always' | 'never';
    /** Id → `env=VARIABLE` or `src=FILE`. */
    readonly secrets?: Readonly<Record<string, string>>;
    readonly mirrors?: Mirrors;
  };
  readonly ssh: {
    readonly strict: 'accept-new' | 'yes' | 'off';
    readonly agent: boolean;
    readonly control_persist: string;
  };
}

/** Folders and file names that loading a workspace needs before anything is resolved. */
export const DEFAULT_PLACES = {
  blocksroot: 'blocks',
  artifactsroot: 'artifacts',
  logsroot: '.logs',
  blocksconfig: 'block.poly',
} as const;

/** The project's own toolchain image, without its version. */
export const DEFAULT_IMAGE = 'ghcr.io/polycrate/toolchain';

/** The recipe of a workspace's own image, unless it names another one. */
export const DEFAULT_RECIPE = 'Dockerfile.poly';

/** The settings of a workspace that writes none; the toolchain has the CLI's own `version`. */
export function defaultSettings(version: string): Settings {
  return {
    image: { reference: DEFAULT_IMAGE, version },
    ...DEFAULT_PLACES,
    dockerfile: DEFAULT_RECIPE,
    containerroot: '/workspace',
    logging: { enabled: true, keep: 90 },
    globals: {},
    container: { network: 'host', docker: 'auto', user: 'caller', secrets: 'file', park: 'auto', pass_on: true },
    ssh: { strict: 'accept-new', agent: true, control_persist: '10m' },
  };
}
