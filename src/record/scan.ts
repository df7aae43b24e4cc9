import { isRecord, KEYS, summarize, type RecordSummary } from './summary.ts';

const WANTED: ReadonlySet<string> = new Set([...KEYS, 'git']);

/** `key: value` or `key:` as we write them, at the top or one level below. */
const LINE = /^(?: {2})?("[^"\\]+"|[\w./-]+):(?: (.+))?$/;
/** What stands without quotes and can be nothing but text. */
const PLAIN = /^[\p{L}\d][\p{L}\d_ ./:@+-]*$/u;
const AMBIGUOUS = /: |^(?:null|[\d._]+(?:e[+-]?\d+)?|0[xo].*)$/i;
const NUMBER = /^-?\d+$/;

/**
 * The summary of a file as we write them ourselves, without the way through YAML, which takes fifty times as long: hundreds of
 * thousands may have to be read when an index is lost. Undefined where anything in it needs more than a glance.
 */
export function scanRecord(text: string): RecordSummary | undefined {
  if (!text.startsWith('schema: 1\n') || !text.endsWith('\n')) return undefined;
  const record: Section = {};
  let section: Section | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const isTop = !line.startsWith(' ');
    if (!isTop && section === undefined) continue;
    const entry = entryOf(line);
    if (entry === undefined) return undefined;
    if (isTop) section = WANTED.has(entry.key) ? record : undefined;
    if (section !== undefined && !put(section, entry, isTop)) return undefined;
    if (isTop) section = section === undefined ? undefined : belowOf(entry);
  }
  return isRecord(record) && !isCut(record) ? summarize(record) : undefined;
}

type Section = Record<string, unknown>;

/** False where the value needs more than a glance. A map in a map is none of ours. */
function put(section: Section, { key, value }: Entry, isTop: boolean): boolean {
  if (value === undefined || (!isTop && typeof value === 'object')) return false;
  section[key] = value;
  return true;
}

function belowOf({ value }: Entry): Section | undefined {
  return typeof value === 'object' ? value : undefined;
}

/** A map without anything below it tells of a file that was cut off. */
function isCut(record: object): boolean {
  return Object.values(record).some((value: unknown) => {
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  });
}

interface Entry {
  readonly key: string;
  /** A map where what belongs to the key stands below it; undefined where it needs more than a glance. */
  readonly value: string | number | boolean | Record<string, unknown> | undefined;
}

function entryOf(line: string): Entry | undefined {
  const [, name, written] = LINE.exec(line) ?? [];
  if (name === undefined) return undefined;
  const key = name.startsWith('"') ? name.slice(1, -1) : name;
  return { key, value: written === undefined ? {} : read(written) };
}

function read(text: string): string | number | boolean | undefined {
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (!text.startsWith('"')) return PLAIN.test(text) && !AMBIGUOUS.test(text) ? text : undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
