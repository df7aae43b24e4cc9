import type { Clock } from '../../run/index.ts';

/** The longest a timer of Node waits, some 25 days; with more it fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's clock. */
export function createClock(): Clock {
  return {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    after(delayMs, action) {
      let timer: NodeJS.Timeout;
      const wait = (restMs: number): void => {
        const sliceMs = Math.min(restMs, LONGEST_MS);
        timer = setTimeout(() => {
          if (restMs > sliceMs) wait(restMs - sliceMs);
          else action();
        }, sliceMs);
        timer.unref();
      };
      wait(delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
