import { stringify } from 'yaml';
import { isProblem } from '../errors.ts';
import type { ArtifactChanges, Emit, Outcome, RunEvent } from '../events.ts';
import type { Host, Plan } from '../plan/index.ts';
import type { Clock, Masker } from '../run/index.ts';
import { compareListings } from './artifacts.ts';
import { callerOf, headOf, type RecordHead } from './head.ts';
import { createJournalWriter } from './journal.ts';
import type { RecordStore } from './ports.ts';
import type { RecordFile } from './record.ts';

export interface RecordTools {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly emit: Emit;
  readonly masker: Masker;
}

export type Ending = Pick<Outcome, 'state' | 'exitCode' | 'cause' | 'attempts'>;

export interface RunRecord extends AsyncDisposable {
  /** Absolute path of the record file; undefined when the workspace keeps no records. */
  readonly path?: string;
  append(event: RunEvent): Promise<void> | undefined;
  /** Ends a phase: the time since the previous mark belongs to `phase`. */
  mark(phase: string): void;
  /** More facts, known later: the image's id, the steps of a workflow. */
  note(facts: Partial<RecordHead>): void;
  /** Writes how it ended and answers what the action did to its artifacts. Closing twice changes nothing. */
  close(ending: Ending): Promise<ArtifactChanges | undefined>;
}

/** Creates the folders an action needs and opens its record; see `openHead`. */
export async function openRecord(plan: Plan, tools: RecordTools): Promise<RunRecord> {
  for (const directory of plan.directories) await tools.records.makeDirectory(directory);
  const { recorded, logsDirectory: logs, artifacts } = plan;
  return openHead(headOf(plan), { recorded, logs, artifacts }, tools);
}

/**
 * Opens the record of a transaction: from now on it exists as `running`, so that even a crash leaves a trace.
 * Disposing it unclosed marks it `interrupted`. Rejects with WORKSPACE_READ_ONLY or RECORD_UNWRITABLE before anything has run.
 */
export async function openHead(
  head: RecordHead,
  places: { readonly recorded: boolean; readonly logs: string; readonly artifacts?: string },
  { records, clock, host, emit, masker }: RecordTools,
): Promise<RunRecord> {
  if (!places.recorded) return unrecorded();
  const started = clock.now();
  const startedMs = clock.elapsedMs();
  const directory = `${places.logs}/${localDate(started)}`;
  const path = `${directory}/${head.transaction}.yml`;
  const journalName = `${head.transaction}.ndjson`;
  const list = async () =>
    places.artifacts === undefined ? new Map<string, string>() : records.list(places.artifacts);
  let facts: Partial<RecordHead> = {};
  let lastMarkMs = startedMs;
  let closed = false;
  const phases: Record<string, number> = {};
  const save = async (rest: Partial<RecordFile> & Pick<RecordFile, 'state'>): Promise<void> => {
    const fixed = { schema: 1 as const, ...head, ...facts, ...callerOf(host), pid: host.pid };
    const record: RecordFile = { ...fixed, started: started.toISOString(), journal: journalName, ...rest };
    await records.save(path, stringify(masker.maskReport(record), { lineWidth: 0 }));
  };

  await records.makeDirectory(directory);
  await save({ state: 'running' });
  const [before, journal] = await Promise.all([list(), records.openJournal(`${directory}/${journalName}`)]);
  const writer = createJournalWriter(journal, () => clock.elapsedMs() - startedMs);

  // The action has run: what cannot be written of its record is told, and does not change how it ended.
  const tolerate = async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (!isProblem(error)) throw error;
      await emit({ name: 'run.warned', problem: error });
    }
  };
  const close = async (ending: Ending): Promise<ArtifactChanges | undefined> => {
    if (closed) return undefined;
    closed = true;
    await tolerate(async () => {
      await writer.flush();
      await journal.close();
    });
    const changes = compareListings(before, await list());
    const finished: Partial<RecordFile> & Pick<RecordFile, 'state'> = {
      finished: clock.now().toISOString(),
      duration_ms: Math.round(clock.elapsedMs() - startedMs),
      ...(Object.keys(phases).length === 0 ? {} : { phases }),
      state: ending.state,
      exit_code: ending.exitCode,
      ...(ending.cause === undefined ? {} : { cause: ending.cause }),
      ...(ending.attempts === undefined ? {} : { attempts: ending.attempts }),
      ...(changes === undefined ? {} : { artifacts: changes }),
    };
    await tolerate(() => save(finished));
    return changes;
  };
  return {
    path,
    append: (event) => writer.append(event),
    mark(phase) {
      const nowMs = clock.elapsedMs();
      phases[phase] = Math.round(nowMs - lastMarkMs);
      lastMarkMs = nowMs;
    },
    note(more) {
      facts = { ...facts, ...more };
    },
    close,
    async [Symbol.asyncDispose]() {
      await close({ state: 'interrupted', exitCode: 70, cause: 'polycrate ended before the action did' });
    },
  };
}

function unrecorded(): RunRecord {
  return {
    append: () => undefined,
    mark: () => undefined,
    note: () => undefined,
    close: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** The caller's calendar day, as people look for it. */
function localDate(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
