import type { Outcome } from '../events.ts';
import type { Plan } from '../plan/index.ts';
import type { StopSignal } from './ports.ts';

/** How a run ends, without when. */
export type Ending = Pick<Outcome, 'state' | 'exitCode' | 'cause'>;
/** Why we end an action. */
export type Reason = Ending & { readonly cause: string };

const TIMEOUT_EXIT = 124;
const KILLED_EXIT = 137;
const INTERRUPT_EXIT: Readonly<Record<StopSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
  SIGQUIT: 131,
  SIGKILL: KILLED_EXIT,
};

export function cancelledBy(signal: StopSignal): Reason {
  return { state: 'cancelled', exitCode: INTERRUPT_EXIT[signal], cause: `cancelled by ${signal}` };
}

export function timedOut({ timeoutMs = 0, timeoutOf }: Plan): Reason {
  const time = `${String(timeoutMs / 1000)} s`;
  const cause = {
    action: `no end after its timeout of ${time}`,
    step: `no end after the step's timeout of ${time}`,
    workflow: "no end before the end of the workflow's timeout",
  }[timeoutOf ?? 'action'];
  return { state: 'timed-out', exitCode: TIMEOUT_EXIT, cause };
}

export function fellSilent({ idleTimeoutMs = 0 }: Plan): Reason {
  const cause = `no output for ${String(idleTimeoutMs / 1000)} s, its idle_timeout`;
  return { state: 'timed-out', exitCode: TIMEOUT_EXIT, cause };
}

/** What a job that ran out of memory died of, with the limit it had. */
export function outOfMemory({ limits }: Plan): string {
  const bytes = limits?.memoryBytes;
  return `killed: out of memory${bytes === undefined ? '' : ` (limit ${formatBytes(bytes)})`}`;
}

/** `64 MiB`, `1.5 GiB`: in the largest unit that gives at least one, with one digit after the point where it is not whole. */
export function formatBytes(bytes: number): string {
  const exponent = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** exponent;
  return `${amount.toFixed(Number.isInteger(amount) ? 0 : 1)} ${['bytes', 'KiB', 'MiB', 'GiB', 'TiB'][exponent] ?? ''}`;
}

/** The action's own status stands, except where we ended it and it says nothing, or says success all the same. */
export function describeEnd(
  exitCode: number,
  { reason, killed, lack }: { readonly reason: Reason | undefined; readonly killed: boolean; readonly lack?: string },
): Ending {
  if (reason === undefined) {
    const cause = lack === undefined ? {} : { cause: exitCode === KILLED_EXIT ? lack : `a process was ${lack}` };
    return { state: exitCode === 0 ? 'succeeded' : 'failed', exitCode, ...cause };
  }
  const isSilent = exitCode === 0 || exitCode === KILLED_EXIT;
  const cause =
    killed && exitCode === KILLED_EXIT ? `${reason.cause}; killed, as it did not end by itself` : reason.cause;
  return { ...reason, cause, exitCode: reason.state === 'cancelled' && !isSilent ? exitCode : reason.exitCode };
}
