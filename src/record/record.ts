import type { ArtifactChanges, Attempt, RunState, StepOutcome } from '../events.ts';

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
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly cli: string;
  readonly image?: string;
  readonly image_id?: string;
  /** SHA-256 of what was planned, without ids and secrets: equal hashes ran the same. */
  readonly plan?: string;
  /** ISO 8601. */
  readonly started: string;
  readonly finished?: string;
  readonly duration_ms?: number;
  /** Milliseconds of each phase. */
  readonly phases?: Readonly<Record<string, number>>;
  readonly state: RunState | 'running';
  readonly exit_code?: number;
  readonly cause?: string;
  /** Only for actions with `retry`. */
  readonly attempts?: readonly Attempt[];
  readonly artifacts?: ArtifactChanges;
  /** Name of the output journal beside this file. */
  /** Paths in the workspace that the action has left to somebody else. */
  readonly foreign?: readonly string[];
  readonly journal?: string;
  /** Only for workflows: what became of each step. */
  readonly steps?: readonly StepOutcome[];
}

/** One line of the output journal: milliseconds since the start, stream, and text (`d`) or, where it is not UTF-8, base64 (`b`). */
export interface JournalLine {
  readonly t: number;
  readonly s: 'stdout' | 'stderr';
  readonly d?: string;
  readonly b?: string;
}
