import type { Place } from '../errors.ts';
import type { ArtifactChanges, RunState, StepOutcome } from '../events.ts';

/** A file as an action left it; `sha256` is absent where it was too large to be read at the end of a run. */
export interface ArtifactFile {
  readonly bytes: number;
  readonly sha256?: string;
}

/** What a record keeps of the artifacts: the names that changed, and what lies there now. */
export interface RecordedArtifacts extends ArtifactChanges {
  readonly files?: Readonly<Record<string, ArtifactFile>>;
  /** How many further names are left out. */
  readonly omitted?: number;
}

/** The git repository around a workspace, and who git says its user is. */
export interface GitFacts {
  readonly branch?: string;
  readonly commit_before?: string;
  readonly commit_after?: string;
  readonly user?: string;
  readonly email?: string;
}

/** One attempt of an action with `retry`. */
export interface RecordedAttempt {
  readonly started: string;
  readonly duration_ms: number;
  readonly state: RunState;
  readonly exit_code: number;
  readonly cause?: string;
}

/** What became of one step of a workflow. */
export interface RecordedStep {
  readonly step: string;
  readonly block: string;
  readonly action: string;
  readonly state: StepOutcome['state'];
  readonly exit_code?: number;
  readonly duration_ms?: number;
  readonly transaction?: string;
}

/** A finished or running transaction as kept in `.logs/YYYY-MM-DD/<transaction>.yml`. Field names only ever grow. */
export interface RecordFile {
  readonly schema: 1;
  readonly transaction: string;
  readonly parent?: string;
  readonly command: string;
  readonly workspace: string;
  readonly organization?: string;
  readonly block?: string;
  readonly action?: string;
  readonly workflow?: string;
  readonly step?: string;
  /** Only of `polycrate log`: what was to be kept. */
  readonly message?: string;
  /** Those of the workspace, the block and the action; the nearer wins. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** What tells the process from a later one with the same id: the machine's boot, ticks from there, and whose ids they are. */
  readonly boot?: string;
  readonly pid_namespace?: string;
  readonly process_start?: string;
  readonly cli: string;
  readonly image?: string;
  readonly image_id?: string;
  /** Versions of the tools in that image. */
  readonly tools?: Readonly<Record<string, string>>;
  /** SHA-256 of what was planned, without ids and secrets: equal hashes ran the same. */
  readonly plan?: string;
  readonly git?: GitFacts;
  /** ISO 8601. */
  readonly started: string;
  readonly finished?: string;
  readonly duration_ms?: number;
  /** Milliseconds of each phase, in their order. */
  readonly phases?: Readonly<Record<string, number>>;
  readonly state: RunState | 'running';
  readonly exit_code?: number;
  readonly cause?: string;
  /** What was odd, each beginning with its code. */
  readonly warnings?: readonly string[];
  /** Where an action that failed is written; files of the workspace are relative to it. */
  readonly place?: Place;
  /** What its `retry` allows. */
  readonly retry?: { readonly attempts: number; readonly delay_ms: number };
  /** Only for actions with `retry`. */
  readonly attempts?: readonly RecordedAttempt[];
  readonly artifacts?: RecordedArtifacts;
  /** Paths in the workspace that the action has left to somebody else. */
  readonly foreign?: readonly string[];
  /** Name of the output journal beside this file. */
  readonly journal?: string;
  /** Only for workflows: what became of each step. */
  readonly steps?: readonly RecordedStep[];
}

/** One line of the output journal: milliseconds since the start, stream, and text (`d`) or, where it is not UTF-8, base64 (`b`). */
export interface JournalLine {
  readonly t: number;
  readonly s: 'stdout' | 'stderr';
  readonly d?: string;
  readonly b?: string;
}
