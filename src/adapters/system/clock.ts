import type { Clock } from '../../run/index.ts';

/** The longest a timer of Node waits, some 25 days; with more it fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's clock. */
export function createClock(): Clock {
  return {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    after: (delayMs, action) => startTimer(delayMs, action, (timer) => timer.unref()),
    wait: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const end = (): void => {
          cancel();
          signal.removeEventListener('abort', end);
          resolve();
        };
        const cancel = startTimer(delayMs, end);
        signal.addEventListener('abort', end);
      }),
  };
}

/** Calls `action` once; the answer cancels it. */
function startTimer(delayMs: number, action: () => void, tune: (timer: NodeJS.Timeout) => void = () => undefined) {
  let timer: NodeJS.Timeout;
  const start = (restMs: number): void => {
    const sliceMs = Math.min(restMs, LONGEST_MS);
    timer = setTimeout(() => {
      if (restMs > sliceMs) start(restMs - sliceMs);
      else action();
    }, sliceMs);
    tune(timer);
  };
  start(delayMs);
  return (): void => {
    clearTimeout(timer);
  };
}
