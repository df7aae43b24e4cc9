import type { Interruptions, StopSignal } from '../../run/index.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What watches `signal` (a pull, a prompt) ends by itself within this time; what does not would never notice. */
const UNATTENDED_MS = 500;

interface ProcessInterruptions extends Interruptions, Disposable {
  /** Adds one by hand: a Ctrl-C read from a terminal in raw mode. */
  readonly interrupt: (signal: StopSignal) => void;
  /** Resolves when one came and nothing has reacted to it: only ending the process is left. */
  readonly unattended: Promise<StopSignal>;
}

/** Signals sent to this process. */
export function createInterruptions(): ProcessInterruptions {
  const controller = new AbortController();
  const listeners = new Set<(signal: StopSignal) => void>();
  let giveUp: (signal: StopSignal) => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const unattended = new Promise<StopSignal>((resolve) => {
    giveUp = resolve;
  });
  const interrupt = (signal: StopSignal): void => {
    const isFirst = !controller.signal.aborted;
    controller.abort(signal);
    for (const listener of listeners) listener(signal);
    if (listeners.size > 0) return;
    timer = setTimeout(
      () => {
        if (listeners.size === 0) giveUp(signal);
      },
      isFirst ? UNATTENDED_MS : 0,
    );
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt,
    unattended,
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
