import type { Emit } from '../events.ts';
import type { Clock, RunningJob, StopSignal } from './ports.ts';

/** How long an action may take to obey one signal; terraform and helm need it to release their locks. Milliseconds. */
const GRACE_MS = 10_000;
/**
 * So long before SIGKILL the processes that have missed SIGTERM get it. A shell runs its trap only when the program it waits for
 * has ended, and one started in the very moment of the signal may not have got it. Not earlier: it may also be what the trap runs.
 */
const LAST_CALL_MS = 2_000;

export interface Stopper extends Disposable {
  /** Begins with `first`; each further call skips the rest of the current grace. */
  stop(first: StopSignal, reason: string): void;
  /** SIGKILL had to be sent. */
  readonly killed: boolean;
}

/** Asks a job to end, ever more firmly: the given signal, SIGTERM, SIGKILL, with a grace between them. */
export function createStopper(job: RunningJob, clock: Clock, emit: Emit): Stopper {
  let remaining: StopSignal[] | undefined;
  let killed = false;
  let timers: (() => void)[] = [];
  const cancelTimers = (): void => {
    for (const cancel of timers) cancel();
    timers = [];
  };

  const next = (reason: string): void => {
    cancelTimers();
    const signal = remaining?.shift();
    if (signal === undefined) return;
    void emit({ name: 'signal.forwarded', signal, reason });
    killed ||= signal === 'SIGKILL';
    // A refusal means the job has just ended, or the engine is gone, which `job.exit` reports.
    job.signal(signal).catch(() => undefined);
    timers.push(
      clock.after(GRACE_MS, () => {
        next(`no reaction within ${String(GRACE_MS / 1000)} s`);
      }),
    );
    if (signal !== 'SIGTERM') return;
    timers.push(
      clock.after(GRACE_MS - LAST_CALL_MS, () => {
        job.signal('SIGTERM', 'unaware').catch(() => undefined);
      }),
    );
  };
  return {
    get killed() {
      return killed;
    },
    stop(first, reason) {
      remaining ??= first === 'SIGTERM' ? ['SIGTERM', 'SIGKILL'] : [first, 'SIGTERM', 'SIGKILL'];
      next(reason);
    },
    [Symbol.dispose]() {
      cancelTimers();
      remaining = [];
    },
  };
}
