import type { Variant } from '../schema/tools.ts';
import type { Problem } from '../errors.ts';
import type { ByHand } from './by-hand.ts';
import type { Retry } from '../resolve/index.ts';
import type { ContainerLimits } from './limits.ts';
import type { WorkspaceRecipe } from './recipe/survey-image.ts';

/** One bind mount. Both paths are absolute. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** A file handed to the action below /run/polycrate; it never touches the workspace or the image's disk. */
export interface JobFile {
  /** Relative to /run/polycrate, with `/`. */
  readonly path: string;
  readonly contents: string;
  /** Permission bits, e.g. 0o600. */
  readonly mode: number;
}

/** A tool as the toolchain's inventory calls it, and a range of versions as npm writes them. */
export interface Requirement {
  readonly tool: string;
  readonly range: string;
  /** Who requires it; the workspace when absent. */
  readonly block?: string;
}

/** Where files streamed into the container appear. */
export const JOB_ROOT = '/run/polycrate';

/** Everything one action will do, decided before anything is done. A plain value: printing it is `polycrate plan`. */
export interface Plan {
  readonly transaction: string;
  readonly parent?: string;
  readonly workspace: { readonly name: string; readonly organization?: string; readonly directory: string };
  readonly block: { readonly name: string; readonly kind: string; readonly version?: string };
  readonly action: { readonly name: string; readonly kind: 'script' | 'playbook'; readonly interactive: boolean };
  readonly workflow?: string;
  readonly step?: string;
  /** No action of the block, but a shell or a command in its surroundings. */
  readonly byHand?: ByHand;
  readonly image: string;
  /** Present when the image is a variant: what is otherwise in it than in the toolchain itself. */
  readonly variant?: Variant;
  /** Present when the image is built from a recipe of the workspace's own; a variant is then what that starts from. */
  readonly recipe?: WorkspaceRecipe;
  /** When the image is pulled, if not where it is missing. */
  readonly pull?: 'always' | 'never';
  /** Build arguments that say where images are built from instead, if any is. */
  readonly mirrors?: Readonly<Record<string, string>>;
  /** Present when toolchain.lock pins the image: the exact name it is started by, and that of every platform. */
  readonly locked?: { readonly reference: string; readonly platforms: Readonly<Record<string, string>> };
  /** Versions its tools must have; every one of them must hold. */
  readonly requires?: readonly Requirement[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly JobFile[];
  readonly mounts: readonly Mount[];
  /** How they reach the container; without it the engine's place decides. */
  readonly transport?: 'mount' | 'copy';
  readonly network: string;
  readonly limits?: ContainerLimits;
  readonly user: { readonly uid: number; readonly gid: number; readonly name: string };
  /** Present when the action runs on this machine itself: the private folder its files are laid out in instead of /run/polycrate. */
  readonly local?: { readonly folder: string };
  /** The engine's own socket is mounted too. */
  readonly engineSocket: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the workspace, the block and the action, for the record; the nearer wins. */
  readonly recordLabels: Readonly<Record<string, string>>;
  /** Folders that must exist before the start, absolute on the host. */
  readonly directories: readonly string[];
  /** Absolute host path of the block's artifacts: what the record compares before and after. */
  readonly artifacts: string;
  readonly logsDirectory: string;
  readonly recorded: boolean;
  readonly prompt?: string;
  /** All attempts together. */
  readonly timeoutMs?: number;
  /** Leave a container for the next action, waiting for so long. */
  readonly parkMs?: number;
  /** Other actions follow at once, which may have its container if that is clean. False: nor does it get that of one before. */
  readonly passOn?: boolean;
  /** Whose timeout that is, if not the action's own. */
  readonly timeoutOf?: 'step' | 'workflow';
  /** Time it may go without output. */
  readonly idleTimeoutMs?: number;
  readonly retry?: Retry;
  /** Values that must never be seen. */
  readonly secrets: readonly string[];
  /** Secrets that cannot be masked, for the caller to be told (SECRET_UNMASKED). */
  readonly unmasked: readonly Problem[];
  /** Warnings of what is written and has no effect on this run. */
  readonly ignored?: readonly Problem[];
  /** The command line to show in records; values of --env are left out. */
  readonly commandLine: string;
}
