import type { Place } from '../errors.ts';
import type { ConfigFile } from '../schema/config.ts';

/** Who said something: a place in a file, or a name for what is no file (`default`, `--image-ref`, `POLYCRATE_LOGSROOT`). */
export type Origin = { readonly place: Place } | { readonly note: string };

/** Settings from one place outside a workspace. */
export interface SettingsLayer {
  readonly value: ConfigFile & {
    readonly engine?: string;
    readonly engine_timeout?: string;
    readonly loglevel?: number;
  };
  readonly originOf: (path: readonly (string | number)[]) => Origin;
}

/** Settings from outside a workspace, each from far to near. */
export interface OutsideSettings {
  /** Weaker than what the workspace writes: the user's file. */
  readonly below: readonly SettingsLayer[];
  /** Stronger: the environment, the command line. */
  readonly above: readonly SettingsLayer[];
}

export const NO_OUTSIDE_SETTINGS: OutsideSettings = { below: [], above: [] };
