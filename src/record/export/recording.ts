import { isProblem } from '../../errors.ts';
import type { StepOutcome } from '../../events.ts';
import { findRecord } from '../find.ts';
import { readStep } from '../forms.ts';
import { listRecords } from '../history.ts';
import type { RecordStore } from '../ports.ts';
import type { JournalLine, RecordFile } from '../record.ts';
import { type Turn, turnsOf } from './attempts.ts';

/** One action's part of a recording. Of a step that never ran, or whose record is gone, there is only what the workflow knows. */
export interface Section {
  readonly step?: string;
  readonly block: string;
  readonly action: string;
  readonly state: RecordFile['state'] | StepOutcome['state'];
  readonly exitCode?: number;
  readonly durationMs?: number;
  /** Milliseconds from the beginning of the whole recording. */
  readonly startMs: number;
  readonly record?: RecordFile;
  /** Where failed attempts were followed by others. */
  readonly turns?: readonly Turn[];
  /** What it printed, in order; can be read again and again. */
  readonly output: AsyncIterable<JournalLine>;
}

/** A transaction as recorded: an action is one section, a workflow one for each step in its order. */
export interface Recording {
  readonly record: RecordFile;
  /** Path of its record. */
  readonly path: string;
  readonly sections: readonly Section[];
}

export interface RecordingSource {
  readonly store: RecordStore;
  /** Folder of the records. */
  readonly logs: string;
  /** Milliseconds since 1970 of an ISO 8601 instant. */
  readonly epochMs: (instant: string) => number;
}

const NOTHING: Section['output'] = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/** Reads the record `id` means (see `findRecord`), with those of its steps; without it the newest that is no step. Throws RECORD_UNKNOWN. */
export async function loadRecording(source: RecordingSource, id: string | undefined): Promise<Recording> {
  const { store, logs, epochMs } = source;
  const { record, path, output } = await findRecord(store, logs, id ?? (await findNewest(source)));
  if (record.block !== undefined || record.workflow === undefined) {
    return { record, path, sections: [sectionOf(record, output, { startMs: 0, epochMs })] };
  }
  const sections: Section[] = [];
  for (const step of record.steps?.map(readStep) ?? (await findSteps(source, { record, path }))) {
    sections.push(await loadStep(source, step, { record, startMs: lastEnd(sections) }));
  }
  return { record, path, sections };
}

async function findNewest({ store, logs }: RecordingSource): Promise<string | undefined> {
  const query = { accepts: ({ parent }: Pick<RecordFile, 'parent'>) => parent === undefined };
  const [newest] = await listRecords(store, logs, { limit: 1, query });
  return newest?.summary.transaction;
}

async function loadStep(
  { store, logs, epochMs }: RecordingSource,
  outcome: StepOutcome,
  { record: parent, startMs }: { readonly record: RecordFile; readonly startMs: number },
): Promise<Section> {
  const missing: Section = { ...outcome, startMs, output: NOTHING };
  const { state, durationMs } = outcome;
  if (outcome.transaction === undefined) return missing;
  try {
    const { record, output } = await findRecord(store, logs, outcome.transaction);
    const offsetMs = Math.max(0, epochMs(record.started) - epochMs(parent.started));
    return {
      ...sectionOf(record, output, { startMs: offsetMs, epochMs }),
      state,
      ...(durationMs === undefined ? {} : { durationMs }),
    };
  } catch (error) {
    if (isProblem(error) && error.code === 'RECORD_UNKNOWN') return missing;
    throw error;
  }
}

function sectionOf(
  record: RecordFile,
  output: Section['output'],
  { startMs, epochMs }: Pick<Section, 'startMs'> & Pick<RecordingSource, 'epochMs'>,
): Section {
  const turns = turnsOf(record, epochMs);
  const { step, block = '', action = '', state, exit_code: exitCode, duration_ms: durationMs } = record;
  return {
    ...(step === undefined ? {} : { step }),
    ...(turns.length === 0 ? {} : { turns }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...{ block, action, state, startMs, record, output },
  };
}

async function findSteps(
  { store, logs }: RecordingSource,
  { record, path }: Pick<Recording, 'record' | 'path'>,
): Promise<StepOutcome[]> {
  const query = {
    firstDay: path.split('/').at(-2) ?? '',
    accepts: ({ parent }: Pick<RecordFile, 'parent'>) => parent === record.transaction,
  };
  const children = await listRecords(store, logs, { limit: Infinity, query });
  return children.toReversed().map(({ summary: child }) => {
    const { step = '', block = '', action = '', state } = child;
    // How a running step ends is not known; its own section says that it runs.
    return { step, block, action, state: state === 'running' ? 'interrupted' : state, transaction: child.transaction };
  });
}

function lastEnd(sections: readonly Section[]): number {
  const last = sections.at(-1);
  return last === undefined ? 0 : last.startMs + (last.durationMs ?? 0);
}
