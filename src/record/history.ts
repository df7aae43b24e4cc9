import type { Problem } from '../errors.ts';
import { readDay, type Day } from './day.ts';
import { legacyDays } from './legacy.ts';
import type { RecordStore } from './ports.ts';
import type { RecordFile } from './record.ts';
import { parseRecord, summarize, type RecordSummary } from './summary.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A record in a list, and where it is kept. */
export interface ListedRecord {
  readonly summary: RecordSummary;
  readonly path: string;
}

/** Which records are wanted. */
export interface RecordQuery {
  /** Names of the first and the last folder to look into, as `2026-01-31`. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Pieces of JSON that the line of every wanted record has in an index: spares the look into the others. */
  readonly traces?: readonly string[];
  readonly accepts?: (summary: RecordSummary) => boolean;
}

export interface ListOptions {
  readonly query?: RecordQuery;
  /** Called with what is wrong with a file that may not be read (another user's); it is passed over. */
  readonly onUnreadable?: (problem: Problem) => void;
  /** Called with the path of a record that still says `running` although its process is gone; see `repairRecords`. */
  readonly onAbandoned?: (path: string) => void;
}

/** Folders of records, newest day first; those of the older tool after all others. */
export async function recordFolders(
  store: RecordStore,
  logs: string,
  { firstDay = '', lastDay = '9999' }: Pick<RecordQuery, 'firstDay' | 'lastDay'> = {},
): Promise<readonly { readonly folder: string; readonly legacy: boolean }[]> {
  const days = (await store.names(logs)).filter((name) => DAY.test(name)).toReversed();
  const folders = days.map((day) => ({ folder: `${logs}/${day}`, day, legacy: false }));
  const legacy = (await legacyDays(store, logs)).map((folder) => {
    return { folder, day: folder.slice(logs.length + 1).replaceAll('/', '-'), legacy: true };
  });
  return [...folders, ...legacy].filter(({ day }) => day >= firstDay && day <= lastDay);
}

/** The records that `query` accepts, newest first. Nothing but the index is read of those that have ended. */
export async function* walkRecords(
  store: RecordStore,
  logs: string,
  { query = {}, onUnreadable, onAbandoned }: ListOptions = {},
): AsyncGenerator<ListedRecord> {
  const { traces = [], accepts = () => true } = query;
  for (const { folder, legacy } of await recordFolders(store, logs, query)) {
    for (const summary of summariesOf(await readDay(store, folder, onUnreadable), legacy, traces)) {
      const path = `${folder}/${summary.transaction}.yml`;
      const settled = (record: RecordFile): RecordFile => settle(record, store, () => onAbandoned?.(path));
      const current = 'pid' in summary ? summarize(settled(summary)) : summary;
      if (accepts(current)) yield { summary: current, path };
    }
  }
}

/** Ids are time-ordered (UUID version 7); those of the older tool are random, and only what a record says of its time orders them. */
function* summariesOf(
  { lines, open }: Day,
  legacy: boolean,
  traces: readonly string[],
): Generator<RecordSummary | RecordFile> {
  const kept = traces.length === 0 ? lines : lines.filter((line) => traces.every((trace) => line.includes(trace)));
  const parse = (line: string): RecordSummary => JSON.parse(line) as RecordSummary;
  if (legacy) {
    yield* kept.map(parse).sort((a, b) => (a.started < b.started ? 1 : -1));
    return;
  }
  const waiting = [...open].sort((a, b) => (a.transaction < b.transaction ? -1 : 1));
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    const summary = parse(kept[at] ?? '');
    while ((waiting.at(-1)?.transaction ?? '') > summary.transaction) yield* [waiting.pop() ?? []].flat();
    yield summary;
  }
  yield* waiting.reverse();
}

/** A record that still says `running` although its process is gone tells of a crash. */
export function settle(
  record: RecordFile,
  store: Pick<RecordStore, 'mayBeAlive'>,
  onAbandoned: () => void = () => undefined,
): RecordFile {
  if (record.state !== 'running' || store.mayBeAlive(record)) return record;
  onAbandoned();
  return { ...record, state: 'interrupted', cause: 'polycrate was killed before the action ended' };
}

/** The newest `limit` records that `query` accepts, newest first. */
export async function listRecords(
  store: RecordStore,
  logs: string,
  { limit, ...options }: ListOptions & { readonly limit: number },
): Promise<readonly ListedRecord[]> {
  const found: ListedRecord[] = [];
  if (limit < 1) return found;
  for await (const listed of walkRecords(store, logs, options)) {
    found.push(listed);
    if (found.length >= limit) break;
  }
  return found;
}

/** The whole record of a file; undefined where it is gone, torn or none. */
export async function readRecord(store: RecordStore, path: string): Promise<RecordFile | undefined> {
  const record = parseRecord(await store.read(path));
  return record === undefined ? undefined : settle(record, store);
}
