import type { Place } from '../errors.ts';
import type { ArtifactChanges, Outcome, RunEvent } from '../events.ts';
import type { RecordHead } from './head.ts';

export type Ending = Pick<Outcome, 'state' | 'exitCode' | 'cause' | 'attempts'> & {
  /** Milliseconds; without it those since the record was opened. */
  readonly durationMs?: number;
  /** Where what failed is written. */
  readonly place?: Place;
};

export interface RunRecord extends AsyncDisposable {
  /** Absolute path of the record file; undefined when the workspace keeps no records. */
  readonly path?: string;
  append(event: RunEvent): Promise<void> | undefined;
  /** Ends a phase: the time since the previous mark belongs to `phase`. */
  mark(phase: string): void;
  /** Nobody waits for this process now: does what can be done ahead of the record's end. */
  prepare(): void;
  /** More facts, known later: the image's id, the steps of a workflow. */
  note(facts: Partial<RecordHead>): void;
  /** Why it failed, in the words of its output so far; undefined where that says nothing. */
  cause(): string | undefined;
  /** Writes how it ended and answers what the action did to its artifacts. Closing twice changes nothing. */
  close(ending: Ending): Promise<ArtifactChanges | undefined>;
}

/** For a workspace that keeps no records. */
export function unrecorded(): RunRecord {
  return {
    append: () => undefined,
    mark: () => undefined,
    prepare: () => undefined,
    note: () => undefined,
    cause: () => undefined,
    close: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
