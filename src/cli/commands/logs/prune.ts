import { Problem } from '../../../errors.ts';
import { pruneRecords } from '../../../record/index.ts';
import { parseDuration } from '../../../resolve/index.ts';
import { text, type Shell } from '../../world.ts';
import { formatBytes } from './bytes.ts';
import { localTime } from './local-time.ts';

export interface PruneOptions {
  readonly keep?: string;
  readonly keepLast?: number;
  readonly dryRun: boolean;
}

const DAY_MS = 86_400_000;

/**
 * `polycrate logs prune`: removes what is older than `--keep`, or than the days `logging.keep` says. `--keep-last` alone removes all
 * but the last, whatever their age.
 */
export async function pruneLogs(shell: Shell, { keep, keepLast, dryRun }: PruneOptions): Promise<number> {
  const { clock, records } = shell.world;
  const { directory, settings } = await shell.workspace();
  const usualMs = keepLast === undefined ? settings.logging.keep * DAY_MS : 0;
  const keepMs = keep === undefined ? usualMs : durationOf(keep);
  const before = new Date(clock.now().getTime() - keepMs);
  const pruned = await pruneRecords(records, `${directory}/${settings.logsroot}`, {
    isOld: ({ started }) => Date.parse(started) < before.getTime(),
    firstDay: localTime(new Date(before.getTime() - DAY_MS)).slice(0, 'YYYY-MM-DD'.length),
    keepLast: keepLast ?? 0,
    dryRun,
  });
  const { records: removed, bytes, kept } = pruned;
  const what = `${String(removed)} ${removed === 1 ? 'record' : 'records'}`;
  const said = dryRun
    ? `${what} would be removed, which frees ${formatBytes(bytes)}; ${String(kept)} would stay`
    : `${what} removed, ${formatBytes(bytes)} freed; ${String(kept)} kept`;
  await shell.renderer.result(text(said, { ...pruned, dryRun, before: before.toISOString() }));
  return 0;
}

function durationOf(given: string): number {
  const ms = parseDuration(given);
  if (ms !== undefined) return ms;
  throw new Problem('USAGE', `--keep takes a duration such as 90d or 12h, not "${given}"`, { hint: '--keep 90d' });
}
