import type { Problem } from '../../../errors.ts';
import { listRecords, type RecordFile } from '../../../record/index.ts';
import { colourState, formatDuration, shortenId, table, type Shell } from '../../world.ts';

/** `polycrate logs list`: the newest transactions first. */
export async function listLogs(
  shell: Shell,
  { limit, steps }: { readonly limit: number; readonly steps: boolean },
): Promise<number> {
  const logs = await shell.recordsFolder();
  const unreadable: Problem[] = [];
  const records = await listRecords(shell.world.records, logs, {
    limit,
    steps,
    onUnreadable: (problem) => unreadable.push(problem),
  });
  // One says enough: whoever wrote one that is not ours has often written many.
  const [problem] = unreadable;
  if (problem !== undefined) await shell.renderer.event({ name: 'run.warned', problem });
  await shell.renderer.result(
    table({
      columns: [
        { title: 'transaction', value: ({ transaction }) => shortenId(transaction), fixed: true },
        { title: 'started', value: ({ started }) => localTime(new Date(started)), fixed: true },
        { title: 'what', value: whatOf },
        { title: 'state', value: ({ state }) => state, colour: ({ state }) => colourState(state), fixed: true },
        { title: 'exit', value: (record) => record.exit_code },
        {
          title: 'took',
          value: (record) => (record.duration_ms === undefined ? '' : formatDuration(record.duration_ms)),
        },
      ],
      rows: records,
      empty: 'Nothing has been recorded yet. Run something: polycrate run BLOCK ACTION',
    }),
  );
  return 0;
}

/** As a person reads it, in the time of this place: the folders of the records are named by it too. */
function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

function whatOf({ block, action, workflow, step }: RecordFile): string {
  if (block === undefined) return `workflow ${workflow ?? ''}`;
  const own = `${block} ${action ?? ''}`.trim();
  return step === undefined ? own : `${own} (${workflow ?? ''}: ${step})`;
}
