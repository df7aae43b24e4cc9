import { isProblem, Problem } from '../errors.ts';
import { repairAbandoned } from '../record/index.ts';
import { parseDuration, type ResolvedWorkspace } from '../resolve/index.ts';
import type { World } from '../world.ts';
import type { RunOptions } from './options.ts';

const POLL_MS = 250;
/** Who waits for less has not noticed it. */
const WORTH_A_WORD_MS = 1_000;

/**
 * Takes the workspace's lock: one writing transaction at a time. With `wait` (a duration, or true for as long as it takes) it waits for the holder.
 * Rejects with WORKSPACE_LOCKED.
 */
export async function lockWorkspace(
  workspace: ResolvedWorkspace,
  {
    transaction,
    command,
    wait,
    pollMs = POLL_MS,
  }: {
    readonly transaction: string;
    readonly command: string;
    readonly wait: RunOptions['wait'];
    readonly pollMs?: number;
  },
  world: World,
): Promise<AsyncDisposable> {
  const { records, host, clock, interruptions, emit } = world;
  const logs = `${workspace.directory}/${workspace.settings.logsroot}`;
  const limitMs = wait === undefined ? 0 : wait === true ? Infinity : durationOf(wait);
  const startedMs = clock.elapsedMs();
  const holder = {
    pid: host.pid,
    host: host.hostName,
    user: host.userName,
    transaction,
    command,
    since: clock.now().toISOString(),
  };
  let blocker: string | undefined;
  await records.makeDirectory(logs);
  for (;;) {
    try {
      const lock = await records.lock(`${logs}/.lock`, holder);
      if (blocker !== undefined)
        await emit({ name: 'lock.taken', waitedMs: Math.round(clock.elapsedMs() - startedMs) });
      if (lock.abandoned !== undefined) await repairAbandoned(logs, lock.abandoned, world);
      return lock;
    } catch (error) {
      const waitedMs = clock.elapsedMs() - startedMs;
      if (!isProblem(error) || error.code !== 'WORKSPACE_LOCKED' || waitedMs >= limitMs) throw error;
      if (interruptions.signal.aborted) {
        throw new Problem('INTERRUPTED', `interrupted while waiting: ${error.message}`, { hint: 'nothing has run' });
      }
      if (waitedMs >= WORTH_A_WORD_MS && blocker !== error.message)
        await emit({ name: 'lock.awaited', reason: (blocker = error.message) });
      await clock.wait(pollMs, interruptions.signal);
    }
  }
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new Problem('USAGE', `--wait takes a duration such as 30s or 1h30m, not "${text}"`, { hint: '--wait 5m' });
}
