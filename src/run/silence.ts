import type { Heard } from './output.ts';
import type { Clock } from './ports.ts';

export interface SilenceWatch extends Disposable {
  readonly heard: Heard;
}

/**
 * Calls `onSilence` once when nothing has been heard for `limitMs`. Time in which a listener keeps the output waiting is not silence.
 * A chunk costs a look at the clock, no timer.
 */
export function watchSilence(limitMs: number, clock: Clock, onSilence: () => void): SilenceWatch {
  let lastMs = clock.elapsedMs();
  let waiting = 0;
  const listen = (delayMs: number): (() => void) =>
    clock.after(delayMs, () => {
      const restMs = waiting > 0 ? limitMs : lastMs + limitMs - clock.elapsedMs();
      if (restMs > 0) cancel = listen(restMs);
      else onSilence();
    });
  let cancel = listen(limitMs);
  const resume = (): void => {
    waiting -= 1;
    lastMs = clock.elapsedMs();
  };
  return {
    heard(listener) {
      lastMs = clock.elapsedMs();
      if (listener === undefined) return;
      waiting += 1;
      listener.then(resume, resume);
    },
    [Symbol.dispose]() {
      cancel();
    },
  };
}
