import type { RecordStore } from './ports.ts';
import type { JournalLine, RecordFile } from './record.ts';

const PARTS = [/^\d{4}$/, /^\d{2}$/, /^\d{2}$/] as const;

/** Folders `YYYY/MM/DD` of the records of the existing tool, newest first. */
export async function legacyDays(store: RecordStore, logs: string): Promise<readonly string[]> {
  let folders = [logs];
  for (const part of PARTS) {
    const below = folders.map(async (folder) => {
      const names = (await store.names(folder)).filter((name) => part.test(name)).toReversed();
      return names.map((name) => `${folder}/${name}`);
    });
    folders = (await Promise.all(below)).flat();
  }
  return folders;
}

/**
 * A record of the existing tool in today's terms, or undefined for data that is none. That tool kept only runs that came to their
 * end, and not how they ended.
 */
export function fromLegacy(data: object): RecordFile | undefined {
  const read = (key: string): string | undefined => {
    const value: unknown = (data as Record<string, unknown>)[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [transaction, started] = [read('transaction'), read('date')];
  if (transaction === undefined || started === undefined || 'state' in data) return undefined;
  const exitCode: unknown = (data as Record<string, unknown>)['exit_code'];
  const hasFailed = typeof exitCode === 'number' && exitCode !== 0;
  const [name, email] = [read('user_name'), read('user_email')];
  const names = (['block', 'action', 'workflow', 'step'] as const).flatMap((key) => {
    const value = read(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    schema: 1,
    transaction,
    command: read('command') ?? '',
    workspace: read('workspace') ?? '',
    ...Object.fromEntries(names),
    user: email === undefined ? (name ?? '') : `${name ?? ''} <${email}>`.trim(),
    host: '',
    pid: 0,
    cli: read('version') ?? '',
    started,
    state: hasFailed ? 'failed' : 'succeeded',
    ...(typeof exitCode === 'number' ? { exit_code: exitCode } : {}),
    cause: 'recorded by an older tool, which did not record how runs ended',
  };
}

/** The output that stands in such a record itself. */
export function legacyOutput(data: object): readonly JournalLine[] {
  const output: unknown = (data as { output?: unknown }).output;
  return typeof output === 'string' && output !== '' ? [{ t: 0, s: 'stdout', d: output.replaceAll('\r\n', '\n') }] : [];
}
