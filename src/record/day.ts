import { isProblem, type Problem } from '../errors.ts';
import type { RecordStore } from './ports.ts';
import { scanRecord } from './scan.ts';
import type { RecordFile } from './record.ts';
import { parseRecord, summarize, type RecordSummary } from './summary.ts';

/** How many records are read at the same time where an index lacks them. */
const AT_ONCE = 64;

/** The first line of an index: what the folder looked like, and which of its records had not ended. */
interface Heading {
  readonly index: 2;
  readonly mark?: string;
  readonly open: readonly string[];
  /** How many lines follow: of a file that was cut off nothing is believed. */
  readonly lines: number;
}

/** The records of one folder. */
export interface Day {
  readonly folder: string;
  /** A line of JSON for each record that has ended, oldest first. */
  readonly lines: readonly string[];
  /** Those that had not when it was last looked at. */
  readonly open: readonly RecordFile[];
}

/**
 * What is in a folder of records. Records never change once they have ended, so what was read of them before is kept in an index, and
 * only what is new is read; and `interrupted` ones again where the folder has changed, because it may have been said of a run that was
 * taken for dead and ended after all. The index is on this machine alone and made again whenever it is missing: no crash, no merge of branches and
 * no removed file can make it wrong for longer than until the folder is looked at.
 */
export async function readDay(
  store: RecordStore,
  folder: string,
  onUnreadable: (problem: Problem) => void = () => undefined,
): Promise<Day> {
  const [mark, text] = await Promise.all([store.folderMark(folder), store.readIndex(folder)]);
  const { heading, known } = parseIndex(text ?? '');
  if (mark !== undefined && heading?.mark === mark) {
    const read = await readRecords(store, folder, { ids: heading.open, onUnreadable });
    return { folder, lines: known, open: read.flatMap(({ text }) => parseRecord(text) ?? []) };
  }
  const ids = (await store.names(folder)).filter((name) => name.endsWith('.yml')).map((name) => name.slice(0, -4));
  const indexed = new Map(known.filter((line) => !line.includes(INTERRUPTED)).map((line) => [idOf(line), line]));
  const missing = ids.filter((id) => !indexed.has(id));
  const open: RecordFile[] = [];
  for (const { text, summary } of await readRecords(store, folder, { ids: missing, onUnreadable })) {
    if (summary.state !== 'running') indexed.set(summary.transaction, JSON.stringify(summary));
    else open.push(...[parseRecord(text) ?? []].flat());
  }
  const lines = ids.flatMap((id) => indexed.get(id) ?? []);
  const unread = missing.filter((id) => !indexed.has(id));
  const isSame = isEqual(lines, known) && isEqual(unread, heading?.open ?? []);
  if (!isSame || mark !== undefined) {
    const next: Heading = { index: 2, ...(mark === undefined ? {} : { mark }), open: unread, lines: lines.length };
    await store.keepIndex(folder, [JSON.stringify(next), ...lines, ''].join('\n'));
  }
  return { folder, lines, open };
}

function parseIndex(text: string): { readonly heading?: Heading; readonly known: readonly string[] } {
  const [first = '', ...known] = text.split('\n');
  const end = known.pop();
  try {
    const heading = JSON.parse(first) as Partial<Heading>;
    const isWhole = heading.index === 2 && heading.lines === known.length && end === '';
    if (isWhole && heading.open !== undefined) return { heading: heading as Heading, known };
  } catch {
    // It is made again.
  }
  return { known: [] };
}

/** Each line begins with it: `{"transaction":"…"`. */
function idOf(line: string): string {
  return line.slice(START, line.indexOf('"', START));
}

const START = '{"transaction":"'.length;
const INTERRUPTED = '"state":"interrupted"';

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, at) => each === others[at]);
}

interface Read {
  readonly text: string;
  readonly summary: RecordSummary;
}

async function readRecords(
  store: RecordStore,
  folder: string,
  { ids, onUnreadable }: { readonly ids: readonly string[]; readonly onUnreadable: (problem: Problem) => void },
): Promise<Read[]> {
  const found: Read[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const part = ids.slice(at, at + AT_ONCE).map(async (id) => {
      try {
        const text = (await store.read(`${folder}/${id}.yml`)) ?? '';
        const summary = summaryOf(text);
        // A file under another name than its transaction's is none of ours.
        return summary?.transaction === id ? [{ text, summary }] : [];
      } catch (error) {
        if (!isProblem(error)) throw error;
        onUnreadable(error);
        return [];
      }
    });
    found.push(...(await Promise.all(part)).flat());
  }
  return found;
}

function summaryOf(text: string): RecordSummary | undefined {
  const scanned = scanRecord(text);
  if (scanned !== undefined) return scanned;
  const record = parseRecord(text);
  return record === undefined ? undefined : summarize(record);
}
