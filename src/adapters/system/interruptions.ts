import type { Interruptions, StopSignal } from '../../run/index.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Signals sent to this process. `interrupt` adds one by hand: a Ctrl-C read from a terminal in raw mode. */
export function createInterruptions(): Interruptions &
  Disposable & { readonly interrupt: (signal: StopSignal) => void } {
  const controller = new AbortController();
  const listeners = new Set<(signal: StopSignal) => void>();
  const interrupt = (signal: StopSignal): void => {
    controller.abort(signal);
    for (const listener of listeners) listener(signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
