import type { Ending } from '../record/index.ts';
import type { Clock } from '../run/index.ts';

const TIMEOUT_EXIT = 124;

/** The end of a workflow's time. Whoever tidies up after a failure is not held to it. */
export interface Deadline {
  /** Milliseconds until then, at least one: a limit of zero would be none. Undefined without a timeout. */
  leftMs(): number | undefined;
  /** How a workflow ends whose time is over; undefined before that. */
  missed(where: string): Ending | undefined;
}

/** The deadline of a workflow that begins now. */
export function createDeadline(timeoutMs: number | undefined, clock: Clock): Deadline {
  const endMs = timeoutMs === undefined ? undefined : clock.elapsedMs() + timeoutMs;
  return {
    leftMs: () => (endMs === undefined ? undefined : Math.max(1, Math.round(endMs - clock.elapsedMs()))),
    missed(where) {
      if (timeoutMs === undefined || endMs === undefined || clock.elapsedMs() < endMs) return undefined;
      const cause = `no end after its timeout of ${String(timeoutMs / 1000)} s, ${where}`;
      return { state: 'timed-out', exitCode: TIMEOUT_EXIT, cause };
    },
  };
}
