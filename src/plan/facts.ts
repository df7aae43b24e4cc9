import type { Files } from '../workspace/index.ts';

/** What the caller's machine and account look like; gathered once per process by the edge. */
export interface Host {
  readonly version: string;
  readonly platform: string;
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
}

/** The outside world as far as one plan depends on it, so that planning itself is pure. */
export interface Facts {
  readonly host: Host;
  /** Absolute host paths that exist, links followed. */
  readonly present: ReadonlySet<string>;
  readonly agent: { readonly socket: string; readonly answers: boolean } | undefined;
  /** What the Terraform code beside the block says about its state. */
  readonly terraform: 'none' | 'local state' | 'own backend';
}
