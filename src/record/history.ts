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

/** Newest first. Ids are time-ordered (UUID version 7), so the order needs no look into the files; older tools' records follow, a day's in any order. */
async function* keptRecords(store: RecordStore, logs: string, sort: Sort = inAnyOrder): AsyncGenerator<Kept> {
  const days = (await store.names(logs)).filter((name) => DAY.test(name)).toReversed();
  for (const day of days) yield* (await recordsIn(store, `${logs}/${day}`)).toReversed();
  for (const folder of await legacyDays(store, logs)) yield* await sort(await recordsIn(store, folder), store);
}

/** Brings records of the older layout, all of one day, into an order. */
type Sort = (records: readonly Kept[], store: RecordStore) => readonly Kept[] | Promise<readonly Kept[]>;

const inAnyOrder: Sort = (records) => records;

/** Their ids are random: only what they say of their time, which is that of one day and place, orders them. It costs reading them all. */
const newestFirst: Sort = async (records, store) => {
  const dated = await Promise.all(records.map(async (kept) => ({ kept, started: await startOf(store, kept.path) })));
  return dated.sort((a, b) => (a.started < b.started ? 1 : -1)).map(({ kept }) => kept);
};

async function recordsIn(store: RecordStore, folder: string): Promise<Kept[]> {
  const files = (await store.names(folder)).filter((name) => name.endsWith('.yml'));
  return files.map((file) => ({ transaction: file.slice(0, -'.yml'.length), path: `${folder}/${file}` }));
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
  for await (const { path } of keptRecords(store, logs, newestFirst)) {
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
  /** What the action wrote, in order; read as it is asked for, each time anew, because it can be gigabytes. */
  readonly output: AsyncIterable<JournalLine>;
}

/** The record whose transaction begins or ends with `id`, or the newest one without. Throws RECORD_UNKNOWN when none or several match. */
export async function findRecord(store: RecordStore, logs: string, id: string | undefined): Promise<FoundRecord> {
  const matches: Kept[] = [];
  for await (const kept of keptRecords(store, logs, id === undefined ? newestFirst : undefined)) {
    if (id === undefined || kept.transaction.startsWith(id) || kept.transaction.endsWith(id)) matches.push(kept);
    if (matches.length > 1 || id === undefined) break;
  }
  const [match, second] = matches;
  if (match === undefined || second !== undefined) throw unknown(id, matches.length);
  const text = await store.read(match.path);
  const record = readRecord(text, store);
  if (record === undefined) {
    throw new Problem('RECORD_UNKNOWN', `${match.path} is not a record`, { hint: 'polycrate logs list' });
  }
  const journal = match.path.replace(/\.yml$/, '.ndjson');
  const own = readYaml(text);
  const output = record.journal === undefined && own !== undefined ? legacyOutput(own) : [];
  const read = (): AsyncIterator<JournalLine> => joined(output, readJournal(store, journal));
  return { record, path: match.path, output: { [Symbol.asyncIterator]: read } };
}

function unknown(id: string | undefined, matches: number): Problem {
  if (id === undefined) {
    const hint = 'run an action first: polycrate run BLOCK ACTION';
    return new Problem('RECORD_UNKNOWN', 'nothing has been recorded yet', { hint });
  }
  const [found, hint] =
    matches === 0
      ? ['no record', 'polycrate logs list']
      : ['more than one record', 'give more of its id: polycrate logs list'];
  return new Problem('RECORD_UNKNOWN', `${found} matches "${id}"`, { hint });
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
