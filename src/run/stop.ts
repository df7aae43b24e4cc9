import type { Emit } from '../events.ts';
import type { Clock, RunningJob, StopSignal } from './ports.ts';

/** How long an action may take to obey one signal; terraform and helm need it to release their locks. Milliseconds. */
const GRACE_MS = 10_000;

export interface Stopper extends Disposable {
  /** Begins with `first`; each further call skips the rest of the current grace. */
  stop(first: StopSignal, reason: string): void;
}

/** Asks a job to end, ever more firmly: the given signal, SIGTERM, SIGKILL, with a grace between them. */
export function createStopper(job: RunningJob, clock: Clock, emit: Emit): Stopper {
  let remaining: StopSignal[] | undefined;
  let cancelTimer: () => void = () => undefined;

  const next = (reason: string): void => {
    cancelTimer();
    const signal = remaining?.shift();
    if (signal === undefined) return;
    void emit({ name: 'signal.forwarded', signal, reason });
    // A refusal means the job has just ended, or the engine is gone, which `job.exit` reports.
    job.signal(signal).catch(() => undefined);
    cancelTimer = clock.after(GRACE_MS, () => {
      next(`no reaction within ${String(GRACE_MS / 1000)} s`);
    });
  };
  return {
    stop(first, reason) {
      remaining ??= first === 'SIGTERM' ? ['SIGTERM', 'SIGKILL'] : [first, 'SIGTERM', 'SIGKILL'];
      next(reason);
    },
    [Symbol.dispose]() {
      cancelTimer();
      remaining = [];
    },
  };
}
