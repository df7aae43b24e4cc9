import { stringify } from 'yaml';
import { isProblem } from '../errors.ts';
import type { ArtifactChanges, Attempt, Emit } from '../events.ts';
import type { Host, Plan } from '../plan/index.ts';
import type { Clock, Masker } from '../run/index.ts';
import type { Files } from '../workspace/index.ts';
import { compareListings, describeArtifacts } from './artifacts.ts';
import { createTail } from './cause.ts';
import { readCommit, readGit } from './git.ts';
import { recordAttempt } from './forms.ts';
import { callerOf, headOf, type RecordHead } from './head.ts';
import { createJournalWriter } from './journal.ts';
import { localDate } from './local-date.ts';
import { createPhases } from './phases.ts';
import type { RecordStore } from './ports.ts';
import type { RecordFile } from './record.ts';
import { type Ending, type RunRecord, unrecorded } from './run-record.ts';

export interface RecordTools {
  readonly records: RecordStore;
  readonly files: Files;
  readonly clock: Clock;
  readonly host: Host;
  readonly emit: Emit;
  readonly masker: Masker;
}

/** Where a record is kept, and what it is about. */
export interface RecordPlaces {
  readonly recorded: boolean;
  /** Absolute path of the folder of all records; the git repository is looked for from here. */
  readonly logs: string;
  readonly artifacts?: string;
  /** Milliseconds of phases that were over before, in their order. */
  readonly before?: Readonly<Record<string, number>>;
}

/** Creates the folders an action needs and opens its record; see `openHead`. */
export async function openRecord(
  plan: Plan,
  tools: RecordTools,
  before: RecordPlaces['before'] = {},
): Promise<RunRecord> {
  for (const directory of plan.directories) await tools.records.makeDirectory(directory);
  const { recorded, logsDirectory: logs, artifacts } = plan;
  return openHead(headOf(plan), { recorded, logs, artifacts, before }, tools);
}

/**
 * Opens the record of a transaction: from now on it exists as `running`, so that even a crash leaves a trace.
 * Disposing it unclosed marks it `interrupted`. Rejects with WORKSPACE_READ_ONLY or RECORD_UNWRITABLE before anything has run.
 */
export async function openHead(
  head: RecordHead,
  places: RecordPlaces,
  { records, files, clock, host, emit, masker }: RecordTools,
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
  let closed = false;
  const phases = createPhases(clock, places.before);
  const tail = createTail();
  const warnings: string[] = [];
  const process = { pid: host.pid, ...records.markOf(host.pid) };
  const caller = { ...callerOf(host), ...process };
  const fixed = { schema: 1 as const, ...head, ...caller, started: started.toISOString(), journal: journalName };
  const writeFixed = createWriter(masker);
  const begin = async (): Promise<void> => {
    const record: RecordFile = { ...fixed, ...facts, state: 'running' };
    // The action waits for it. It outlasts this process; that it outlasts the machine is seen to while the action runs. JSON is YAML too.
    const text = JSON.stringify(masker.maskReport(record), undefined, 2);
    await records.save(path, `${text}\n`, { flush: false });
  };
  const save = async (rest: Ended): Promise<void> => {
    await records.save(path, writeFixed(fixed) + createWriter(masker)({ ...facts, ...rest }));
  };

  const [git] = await Promise.all([
    readGit(places.logs, { files, home: host.home, env: host.env }),
    records.makeDirectory(directory),
  ]);
  if (git !== undefined) facts = { git };
  await begin();
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
  /** Whoever follows sees it now, and a crash does not lose it. */
  const keepAttempt = async (attempt: Attempt): Promise<void> => {
    facts = { ...facts, attempts: [...(facts.attempts ?? []), recordAttempt(attempt)] };
    await tolerate(begin);
  };
  const close = async (ending: Ending): Promise<ArtifactChanges | undefined> => {
    if (closed) return undefined;
    closed = true;
    await tolerate(async () => {
      await writer.flush();
      await journal.close();
    });
    const after = await list();
    const changes = compareListings(before, after);
    const folder = places.artifacts ?? '';
    const artifacts = changes && (await describeArtifacts(changes, after, { store: records, folder }));
    const commit = git && (await readCommit(places.logs, files));
    const cause = ending.cause ?? (ending.state === 'failed' ? tail.cause() : undefined);
    phases.mark('collect');
    const finished: Ended = {
      ...(git === undefined ? {} : { git: { ...git, ...(commit === undefined ? {} : { commit_after: commit }) } }),
      finished: clock.now().toISOString(),
      duration_ms: ending.durationMs ?? Math.round(clock.elapsedMs() - startedMs),
      phases: phases.all(),
      state: ending.state,
      exit_code: ending.exitCode,
      ...(cause === undefined ? {} : { cause }),
      ...(warnings.length === 0 ? {} : { warnings }),
      ...(ending.place === undefined ? {} : { place: ending.place }),
      ...(ending.attempts === undefined ? {} : { attempts: ending.attempts.map(recordAttempt) }),
      ...(artifacts === undefined ? {} : { artifacts }),
    };
    await tolerate(() => save(finished));
    return changes;
  };
  return {
    path,
    append(event) {
      tail.see(event);
      if (event.name === 'run.warned') warnings.push(`${event.problem.code}: ${event.problem.message}`);
      return event.name === 'attempt.failed' ? keepAttempt(event) : writer.append(event);
    },
    mark: (phase) => {
      phases.mark(phase);
    },
    prepare() {
      writeFixed(fixed);
      void records.flush(path);
    },
    note(more) {
      facts = { ...facts, ...more };
    },
    cause: () => tail.cause(),
    close,
    async [Symbol.asyncDispose]() {
      await close({ state: 'interrupted', exitCode: 70, cause: 'polycrate ended before the action did' });
    },
  };
}

type Ended = Partial<RecordFile> & Pick<RecordFile, 'state'>;

/** Writes a part of a record as YAML; the same part again, with the same secrets in it, is only looked up. */
function createWriter(masker: Masker): (part: object) => string {
  let known = { json: '', text: '' };
  return (part) => {
    const shown = masker.maskReport(part);
    const json = JSON.stringify(shown);
    if (known.json !== json) known = { json, text: stringify(shown, { lineWidth: 0 }) };
    return known.text;
  };
}
