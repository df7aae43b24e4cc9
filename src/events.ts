import type { Place, Problem } from './errors.ts';

export type RunState = 'succeeded' | 'failed' | 'timed-out' | 'cancelled' | 'interrupted';
export type OutputStream = 'stdout' | 'stderr';

/** How one action, or one workflow, ended. */
export interface Outcome {
  readonly transaction: string;
  readonly state: RunState;
  /** The action's own status; 124 after a timeout, 130/143 after an interruption. */
  readonly exitCode: number;
  readonly durationMs: number;
  /** One line, where the exit code alone does not say why. */
  readonly cause?: string;
  /** Of an action with `retry`: every attempt; state, status and cause above are the last one's. */
  readonly attempts?: readonly Attempt[];
}

/** One attempt of an action to succeed. */
export interface Attempt {
  /** ISO 8601. */
  readonly started: string;
  readonly durationMs: number;
  readonly state: RunState;
  readonly exitCode: number;
  readonly cause?: string;
}

/** Payload of every event a run can emit. Names and fields only ever grow; `docs/reference/events.md` is generated from here. */
export interface RunEvents {
  /** The current folder is in no workspace, so the one chosen by `polycrate workspace use` is taken. */
  'workspace.defaulted': { readonly workspace: string; readonly directory: string };
  /** Another transaction holds the workspace, and this one waits for it; again for each further one. */
  'lock.awaited': { readonly reason: string };
  /** The waiting is over. */
  'lock.taken': { readonly waitedMs: number };
  /** The plan stands and the record is open; nothing has been started. */
  'run.planned': {
    readonly transaction: string;
    readonly workspace: string;
    readonly block: string;
    readonly action: string;
    readonly image: string;
    readonly workflow?: string;
    readonly step?: string;
    readonly record?: string;
    /** A shell or a command by hand, in the surroundings of an action of that block, or of the workspace where `block` is empty. */
    readonly byHand?: 'shell' | 'exec';
  };
  /** Something is not as it should be, and the run goes on. */
  'run.warned': { readonly problem: Problem };
  /** The engine has answered. */
  'engine.found': { readonly endpoint: string };
  /** An image is not there and is now fetched. */
  'image.pullStarted': { readonly reference: string };
  /** One line of progress of a pull. */
  'image.pullProgressed': { readonly reference: string; readonly status: string };
  /** An image is now built; `reason` says why it was not pulled. */
  'image.buildStarted': { readonly reference: string; readonly reason: string };
  /** A build step changed state. */
  'image.buildProgressed': {
    readonly step: string;
    readonly state: 'running' | 'cached' | 'done' | 'failed';
    readonly elapsedMs: number;
  };
  /** A line of a build step's own output. */
  'image.buildLogged': { readonly step: string; readonly text: string };
  /** The image is there. */
  'image.ready': { readonly reference: string; readonly digest: string };
  /** A run has used an image for the first time here, and no toolchain.lock says that it must be this one. */
  'toolchain.unlocked': { readonly image: string };
  /** Files on their way to an engine on another machine (`out`) or from it; told while that takes longer than a second. */
  'copy.progressed': CopyTotals & { readonly totalFiles: number; readonly totalBytes: number };
  /** They have arrived. */
  'copy.finished': CopyTotals & { readonly elapsedMs: number };
  /** A bundle is written, checked or loaded; told every 64 MB. `totalBytes` is what is expected. */
  'bundle.progressed': {
    readonly doing: 'packing' | 'checking' | 'loading';
    readonly bytes: number;
    readonly totalBytes: number;
  };
  /** The action's process is starting inside its container. */
  'container.started': { readonly id: string; readonly container: string };
  /** Output of the action, as it came. */
  'output.written': { readonly stream: OutputStream; readonly chunk: Buffer };
  /** A signal was passed on to the action. */
  'signal.forwarded': { readonly signal: string; readonly reason: string };
  /** An attempt has failed and another one follows after `delayMs`; `attempt` counts from 1. */
  'attempt.failed': Attempt & {
    readonly transaction: string;
    readonly attempt: number;
    readonly attempts: number;
    readonly delayMs: number;
  };
  /** The action has ended and its record is closed. `place` is where an action that failed is written. */
  'run.finished': Outcome & {
    readonly block?: string;
    readonly action?: string;
    readonly record?: string;
    readonly artifacts?: ArtifactChanges;
    readonly place?: Place;
  };
  /** A workflow begins; its steps follow as runs of their own. */
  'workflow.started': { readonly transaction: string; readonly workflow: string; readonly steps: number };
  /** A step begins; `index` counts from 1. */
  'workflow.stepStarted': {
    readonly transaction: string;
    readonly step: string;
    readonly index: number;
    readonly steps: number;
    readonly block: string;
    readonly action: string;
  };
  /** A workflow has ended; every step is listed, also those that never ran. */
  'workflow.finished': Outcome & { readonly workflow: string; readonly steps: readonly StepOutcome[] };
}

/** Files an action made, altered or removed below its artifact folder, by relative path. */
export interface ArtifactChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/** What was copied, and where to. */
export interface CopyTotals {
  readonly direction: 'out' | 'back';
  readonly files: number;
  readonly bytes: number;
}

export interface StepOutcome {
  readonly step: string;
  readonly block: string;
  readonly action: string;
  readonly state: RunState | 'skipped' | 'failure allowed';
  readonly exitCode?: number;
  readonly durationMs?: number;
  readonly transaction?: string;
}

export type RunEventName = keyof RunEvents;
export type RunEvent = { [N in RunEventName]: { readonly name: N } & RunEvents[N] }[RunEventName];

/** Tells one event to every listener. A returned promise is back-pressure: producers of output wait for it. */
export type Emit = (event: RunEvent) => Promise<void> | undefined;
