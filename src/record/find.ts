import { Problem } from '../errors.ts';
import { recordFolders, settle, walkRecords, type ListOptions } from './history.ts';
import { legacyOutput } from './legacy.ts';
import type { RecordStore } from './ports.ts';
import type { JournalLine, RecordFile } from './record.ts';
import { parseRecord, readYaml, type RecordSummary } from './summary.ts';

export interface FoundRecord {
  readonly record: RecordFile;
  readonly path: string;
  /** What the action wrote, in order; read as it is asked for, each time anew, because it can be gigabytes. */
  readonly output: AsyncIterable<JournalLine>;
}

/** The record whose transaction begins or ends with `id`, or the newest one without that is no step. Rejects with RECORD_UNKNOWN when none or several match. */
export async function findRecord(
  store: RecordStore,
  logs: string,
  id: string | undefined,
  { onAbandoned, onUnreadable }: Pick<ListOptions, 'onAbandoned' | 'onUnreadable'> = {},
): Promise<FoundRecord> {
  const path = await (id === undefined
    ? findNewest(store, logs, onUnreadable === undefined ? {} : { onUnreadable })
    : findById(store, logs, id));
  const text = await store.read(path);
  const written = parseRecord(text);
  if (written === undefined) {
    throw new Problem('RECORD_UNKNOWN', `${path} is not a record`, { hint: 'polycrate logs list' });
  }
  const record = settle(written, store, () => onAbandoned?.(path));
  const own = readYaml(text);
  const output = record.journal === undefined && own !== undefined ? legacyOutput(own) : [];
  const journal = path.replace(/\.yml$/, '.ndjson');
  const read = (): AsyncIterator<JournalLine> => joined(output, readJournal(store, journal));
  return { record, path, output: { [Symbol.asyncIterator]: read } };
}

async function findNewest(store: RecordStore, logs: string, options: ListOptions): Promise<string> {
  const query = { accepts: ({ parent }: RecordSummary) => parent === undefined };
  for await (const { path } of walkRecords(store, logs, { ...options, query })) return path;
  const hint = 'run an action first: polycrate run BLOCK ACTION';
  throw new Problem('RECORD_UNKNOWN', 'nothing has been recorded yet', { hint });
}

/** The names of the files are enough: no record is read for it. */
async function findById(store: RecordStore, logs: string, id: string): Promise<string> {
  const matches: string[] = [];
  for (const { folder } of await recordFolders(store, logs)) {
    for (const name of await store.names(folder)) {
      const transaction = name.endsWith('.yml') ? name.slice(0, -'.yml'.length) : '';
      if (transaction !== '' && (transaction.startsWith(id) || transaction.endsWith(id)))
        matches.push(`${folder}/${name}`);
    }
    if (matches.length > 1) break;
  }
  const [match, second] = matches;
  if (match !== undefined && second === undefined) return match;
  const [found, hint] =
    match === undefined
      ? ['no record', 'polycrate logs list']
      : ['more than one record', 'give more of its id: polycrate logs list'];
  throw new Problem('RECORD_UNKNOWN', `${found} matches "${id}"`, { hint });
}

async function* joined(first: readonly JournalLine[], rest: AsyncIterable<JournalLine>): AsyncGenerator<JournalLine> {
  yield* first;
  yield* rest;
}

async function* readJournal(store: RecordStore, path: string): AsyncGenerator<JournalLine> {
  for await (const line of store.lines(path)) {
    const parsed = parseLine(line);
    if (parsed !== undefined) yield parsed;
  }
}

/** The last line of a crashed run may be cut; what it holds is lost. */
export function parseLine(line: string): JournalLine | undefined {
  try {
    const value = JSON.parse(line) as JournalLine | number | null;
    return typeof value === 'object' && value !== null && typeof value.t === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}
