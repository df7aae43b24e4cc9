import type { Problem } from '../../../errors.ts';
import { listRecords, readRecord, repairRecords, type RecordSummary } from '../../../record/index.ts';
import { colourState, formatDuration, markOf, shortenId, table, type Shell } from '../../world.ts';
import { localTime } from './local-time.ts';
import { nestSteps, type NestedRecord } from './nest.ts';
import { queryOf, type RecordFilters } from './query.ts';

export interface ListLogsOptions extends RecordFilters {
  readonly limit: number;
  readonly steps: boolean;
}

/** `polycrate logs list`: the newest transactions first. */
export async function listLogs(shell: Shell, { limit, steps, ...filters }: ListLogsOptions): Promise<number> {
  const { world } = shell;
  const logs = await shell.recordsFolder();
  const unreadable: Problem[] = [];
  const abandoned: string[] = [];
  const query = queryOf(filters, { steps, now: world.clock.now() });
  const found = await listRecords(world.records, logs, {
    limit,
    query,
    onUnreadable: (problem) => unreadable.push(problem),
    onAbandoned: (path) => abandoned.push(path),
  });
  await repairRecords(logs, abandoned, world);
  // One says enough: whoever wrote one that is not ours has often written many.
  const [problem] = unreadable;
  if (problem !== undefined) await shell.renderer.event({ name: 'run.warned', problem });
  const rows = nestSteps(found);
  const isFiltered = Object.values(filters).some((value) => typeof value === 'string' || value.length > 0);
  await shell.renderer.result(
    table({
      columns: [
        { title: 'transaction', value: ({ summary }) => shortenId(summary.transaction), fixed: true },
        { title: 'started', value: ({ summary }) => localTime(new Date(summary.started)), fixed: true, optional: true },
        { title: 'what', value: ({ summary, depth }: NestedRecord) => whatOf(summary, depth) },
        {
          title: 'state',
          // In the words of --state.
          value: ({ summary }) => `${markOf(summary.state)} ${summary.state}`,
          colour: ({ summary }) => colourState(summary.state),
          fixed: true,
        },
        { title: 'exit', value: ({ summary }) => summary.exit_code, fixed: true, optional: true },
        {
          title: 'took',
          value: ({ summary: { duration_ms: took } }) => (took === undefined ? '' : formatDuration(took)),
          fixed: true,
          optional: true,
        },
        { title: 'user', value: ({ summary }) => summary.user, optional: true },
      ],
      rows,
      empty: isFiltered
        ? 'No record passes these filters.'
        : 'Nothing has been recorded yet. Run something: polycrate run BLOCK ACTION',
      ...(shell.format === 'human' ? {} : { data: await recordsOf(shell, rows) }),
    }),
  );
  return 0;
}

/** The records themselves, whole. */
async function recordsOf({ world }: Shell, rows: readonly NestedRecord[]): Promise<unknown[]> {
  const records: unknown[] = [];
  for (const { path, summary } of rows) records.push((await readRecord(world.records, path)) ?? summary);
  return records;
}

/** What a record is about, in a few words. */
export function whatOf(summary: RecordSummary, depth = 0): string {
  const { block, action, workflow, step, message } = summary;
  if (message !== undefined) return `“${message}”`;
  if (block === undefined) return `workflow ${workflow ?? ''}`;
  const own = `${block} ${action ?? ''}`.trim();
  if (depth > 0) return `└ ${step ?? ''}: ${own}`;
  return step === undefined ? own : `${own} (${workflow ?? ''}: ${step})`;
}
