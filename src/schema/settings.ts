import type { Place } from '../errors.ts';
import type { ConfigFile } from './config.ts';

/** Tool settings (`config:` of a workspace) with every default filled in. */
export interface Settings {
  readonly image: { readonly reference: string; readonly version: string };
  readonly blocksroot: string;
  readonly artifactsroot: string;
  readonly logsroot: string;
  readonly blocksconfig: string;
  readonly containerroot: string;
  readonly sshprivatekey?: string;
  readonly logging: { readonly enabled: boolean; readonly keep: number };
  readonly globals: { readonly [key: string]: unknown };
  readonly container: {
    readonly network: string;
    readonly docker: 'auto' | boolean;
    readonly user: string;
    readonly secrets: 'file' | 'env';
  };
  readonly ssh: {
    readonly strict: 'accept-new' | 'yes' | 'off';
    readonly agent: boolean;
    readonly control_persist: string;
  };
}

/** Who said something: a place in a file, or a name for what is no file (`default`, `--image-ref`, `POLYCRATE_LOGSROOT`). */
export type Origin = { readonly place: Place } | { readonly note: string };

/** Settings from one place outside a workspace. */
export interface SettingsLayer {
  readonly value: ConfigFile & { readonly engine?: string; readonly loglevel?: number };
  originOf(path: readonly (string | number)[]): Origin;
}

/** Settings from outside a workspace, each from far to near. */
export interface OutsideSettings {
  /** Weaker than what the workspace writes: the user's file. */
  readonly below: readonly SettingsLayer[];
  /** Stronger: the environment, the command line. */
  readonly above: readonly SettingsLayer[];
}

export const NO_OUTSIDE_SETTINGS: OutsideSettings = { below: [], above: [] };

/** Folders and file names that loading a workspace needs before anything is resolved. */
export const DEFAULT_PLACES = {
  blocksroot: 'blocks',
  artifactsroot: 'artifacts',
  logsroot: '.logs',
  blocksconfig: 'block.poly',
} as const;

/** The project's own toolchain image, without its version. */
export const DEFAULT_IMAGE = 'ghcr.io/polycrate/toolchain';

/** The settings of a workspace that writes none; the toolchain has the CLI's own `version`. */
export function defaultSettings(version: string): Settings {
  return {
    image: { reference: DEFAULT_IMAGE, version },
    ...DEFAULT_PLACES,
    containerroot: '/workspace',
    logging: { enabled: true, keep: 90 },
    globals: {},
    container: { network: 'host', docker: 'auto', user: 'caller', secrets: 'file' },
    ssh: { strict: 'accept-new', agent: true, control_persist: '10m' },
  };
}
