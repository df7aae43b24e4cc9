import { parse } from 'yaml';
import { renameFormer } from './forms.ts';
import { fromLegacy } from './legacy.ts';
import type { RecordFile } from './record.ts';

/** What is known of every record without opening its file: what lists show and filters ask for. */
export type RecordSummary = Pick<
  RecordFile,
  | 'transaction'
  | 'parent'
  | 'started'
  | 'state'
  | 'exit_code'
  | 'duration_ms'
  | 'block'
  | 'action'
  | 'workflow'
  | 'step'
  | 'message'
  | 'user'
  | 'labels'
> & { readonly git?: Pick<NonNullable<RecordFile['git']>, 'commit_before' | 'commit_after' | 'user' | 'email'> };

/** Those of a summary that stand at the top of a record. */
export const KEYS = [
  ...(['transaction', 'parent', 'started', 'state', 'exit_code', 'duration_ms', 'block', 'action'] as const),
  ...(['workflow', 'step', 'message', 'user', 'labels'] as const),
];

const STATES: ReadonlySet<unknown> = new Set([
  'running',
  'succeeded',
  'failed',
  'timed-out',
  'cancelled',
  'interrupted',
] satisfies RecordFile['state'][]);

/** The record that a file holds, also one of the older tool; undefined for a torn file and for what is no record. */
export function parseRecord(text: string | undefined): RecordFile | undefined {
  const data = readYaml(text);
  if (data === undefined || !('transaction' in data)) return undefined;
  if (!('state' in data)) return fromLegacy(data);
  return isRecord(data) ? renameFormer(data) : undefined;
}

/** The map that a file holds; undefined where it holds none. */
export function readYaml(text: string | undefined): object | undefined {
  try {
    const data: unknown = text === undefined ? undefined : parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

/** True for what can be taken for a record. */
export function isRecord(data: object): data is RecordFile {
  const { transaction, started, state } = data as Partial<Record<string, unknown>>;
  return typeof transaction === 'string' && typeof started === 'string' && STATES.has(state);
}

/** What is kept of a record in an index. */
export function summarize(record: RecordFile): RecordSummary {
  const { commit_before, commit_after, user, email } = record.git ?? {};
  const git = { commit_before, commit_after, user, email };
  const known = Object.values(git).some((value) => value !== undefined);
  const kept = KEYS.flatMap((key) => (record[key] === undefined ? [] : [[key, record[key]]]));
  return { ...Object.fromEntries(kept), ...(known ? { git } : {}) } as RecordSummary;
}
