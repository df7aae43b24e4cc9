import { parse } from 'yaml';
import { isProblem, Problem } from '../errors.ts';
import { fromLegacy, legacyDays, legacyOutput } from './legacy.ts';
import type { RecordStore } from './ports.ts';
import type { JournalLine, RecordFile } from './record.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface Kept {
  readonly transaction: string;
  readonly path: string;
}

/** Newest first. Ids are time-ordered (UUID version 7), so the order needs no look into the files; older tools' records follow. */
async function* keptRecords(store: RecordStore, logs: string): AsyncGenerator<Kept> {
  const days = (await store.names(logs)).filter((name) => DAY.test(name)).toReversed();
  for (const day of days) {
    const files = (await store.names(`${logs}/${day}`)).filter((name) => name.endsWith('.yml')).toReversed();
    for (const file of files) yield keptAs(`${logs}/${day}`, file);
  }
  for (const folder of await legacyDays(store, logs)) {
    const files = (await store.names(folder)).filter((name) => name.endsWith('.yml'));
    // Their ids are random: only what they say of their time, which is that of one day and place, orders them.
    const dated = await Promise.all(
      files.map(async (file) => ({ file, started: await startOf(store, `${folder}/${file}`) })),
    );
    dated.sort((a, b) => (a.started < b.started ? 1 : -1));
    for (const { file } of dated) yield keptAs(folder, file);
  }
}

function keptAs(folder: string, file: string): Kept {
  return { transaction: file.slice(0, -'.yml'.length), path: `${folder}/${file}` };
}

async function startOf(store: RecordStore, path: string): Promise<string> {
  try {
    return readRecord(await store.read(path), store)?.started ?? '';
  } catch (error) {
    if (!isProblem(error)) throw error;
    return '';
  }
}

/**
 * The newest `limit` records, newest first. Steps of workflows are left out unless `steps`. Files that are no records are passed over;
 * one that may not be read (another user's) is told to `onUnreadable`, and passed over too.
 */
export async function listRecords(
  store: RecordStore,
  logs: string,
  { limit, steps, onUnreadable }: ListOptions,
): Promise<readonly RecordFile[]> {
  const records: RecordFile[] = [];
  for await (const { path } of keptRecords(store, logs)) {
    if (records.length >= limit) break;
    try {
      const record = readRecord(await store.read(path), store);
      if (record !== undefined && (steps || record.parent === undefined)) records.push(record);
    } catch (error) {
      if (!isProblem(error)) throw error;
      onUnreadable(error);
    }
  }
  return records;
}

interface ListOptions {
  readonly limit: number;
  readonly steps: boolean;
  readonly onUnreadable: (problem: Problem) => void;
}

export interface FoundRecord {
  readonly record: RecordFile;
  readonly path: string;
  /** What the action wrote, in order; read as it is asked for, because it can be gigabytes. */
  readonly output: AsyncIterable<JournalLine>;
}

/** The record whose transaction begins or ends with `id`, or the newest one without. Throws RECORD_UNKNOWN when none or several match. */
export async function findRecord(store: RecordStore, logs: string, id: string | undefined): Promise<FoundRecord> {
  const matches: Kept[] = [];
  for await (const kept of keptRecords(store, logs)) {
    if (id === undefined || kept.transaction.startsWith(id) || kept.transaction.endsWith(id)) matches.push(kept);
    if (matches.length > 1 || id === undefined) break;
  }
  const [match, second] = matches;
  if (match === undefined || second !== undefined) {
    const found = match === undefined ? 'no record' : 'more than one record';
    throw new Problem(
      'RECORD_UNKNOWN',
      id === undefined ? 'nothing has been recorded yet' : `${found} matches "${id}"`,
      {
        hint:
          id === undefined
            ? 'run an action first: polycrate run BLOCK ACTION'
            : match === undefined
              ? 'polycrate logs list'
              : 'give more of its id: polycrate logs list',
      },
    );
  }
  const text = await store.read(match.path);
  const record = readRecord(text, store);
  if (record === undefined) {
    throw new Problem('RECORD_UNKNOWN', `${match.path} is not a record`, { hint: 'polycrate logs list' });
  }
  const journal = match.path.replace(/\.yml$/, '.ndjson');
  const own = readYaml(text);
  const output = record.journal === undefined && own !== undefined ? legacyOutput(own) : [];
  return { record, path: match.path, output: joined(output, readJournal(store, journal)) };
}

/** A record that still says `running` although its process is gone tells of a crash. */
function readRecord(text: string | undefined, store: RecordStore): RecordFile | undefined {
  const data = readYaml(text);
  if (data === undefined || !('transaction' in data)) return undefined;
  if (!('state' in data)) return fromLegacy(data);
  const record = data as RecordFile;
  if (record.state !== 'running' || store.mayBeAlive(record)) return record;
  return { ...record, state: 'interrupted', cause: 'polycrate was killed before the action ended' };
}

function readYaml(text: string | undefined): object | undefined {
  try {
    const data: unknown = text === undefined ? undefined : parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

async function* joined(first: readonly JournalLine[], rest: AsyncIterable<JournalLine>): AsyncGenerator<JournalLine> {
  yield* first;
  yield* rest;
}

async function* readJournal(store: RecordStore, path: string): AsyncGenerator<JournalLine> {
  for await (const line of store.lines(path)) {
    try {
      yield JSON.parse(line) as JournalLine;
    } catch {
      // The last line of a crashed run may be cut; what it holds is lost.
    }
  }
}
