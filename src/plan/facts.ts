import type { FoundSecrets } from './secrets/index.ts';
import type { Files } from '../workspace/index.ts';
import { JOB_ROOT, type Mount } from './plan.ts';
import type { Recipes } from './recipe/ports.ts';
import type { WorkspaceImage } from './recipe/survey-image.ts';

/** What the caller's machine and account look like; gathered once per process by the edge. */
export interface Host {
  readonly version: string;
  readonly platform: string;
  /** As in the names of platforms: `amd64`, `arm64`. */
  readonly arch?: string;
  readonly uid: number;
  readonly gid: number;
  readonly userName: string;
  readonly hostName: string;
  readonly pid: number;
  readonly home: string;
  /** Where the command was typed; relative paths of the environment start there. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What planning needs from outside besides the workspace. */
export interface Surroundings {
  readonly files: Files;
  readonly host: Host;
  /** True when an SSH agent answers on that socket. */
  readonly agentAnswers: (socket: string) => Promise<boolean>;
  readonly recipes: Recipes;
}

/** This machine as the place an action runs in. */
export interface LocalGround {
  /** Where the action's own files will lie; not there yet. */
  readonly folder: string;
  /** The name of the system, e.g. `Debian GNU/Linux 12 (bookworm)`. */
  readonly system: string;
  /** The toolchain image, another container, or neither. */
  readonly inside: 'toolchain' | 'container' | 'host';
}

/** The outside world as far as one plan depends on it, so that planning itself is pure. */
export interface Facts {
  readonly host: Host;
  /** Absolute host paths that exist, links followed. */
  readonly present: ReadonlySet<string>;
  readonly agent: { readonly socket: string; readonly answers: boolean } | undefined;
  /** Present when a recipe of the workspace's own says what its image is. */
  readonly image?: WorkspaceImage;
  /** Present for a request without a container. */
  readonly local?: LocalGround;
  /** What the Terraform code beside the block says about its state. */
  readonly terraform: 'none' | 'local state' | 'own backend';
  /** What the workspace's folder of secrets holds, and the kubeconfig and SSH key that are used. */
  readonly secrets: FoundSecrets;
}

/** Where the action sees its own files. */
export function jobRoot({ local }: Pick<Facts, 'local'>): string {
  return local?.folder ?? JOB_ROOT;
}

/** How an action sees a file of the caller's: mounted, or where it lies when there is no container. */
export function showFile(facts: Facts, mount: Mount): { readonly path: string; readonly mounts: readonly Mount[] } {
  return facts.local === undefined ? { path: mount.target, mounts: [mount] } : { path: mount.source, mounts: [] };
}
