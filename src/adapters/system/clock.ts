import type { Clock } from '../../run/index.ts';

/** The machine's clock. */
export function createClock(): Clock {
  return {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
