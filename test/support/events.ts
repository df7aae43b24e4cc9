import type { Emit, RunEvent } from '../../src/events.ts';
import type { Clock, Interruptions, StopSignal } from '../../src/run/index.ts';

/** Keeps every event. */
export function recorder(): { readonly emit: Emit; readonly events: RunEvent[]; names(): string[] } {
  const events: RunEvent[] = [];
  return {
    emit: (event) => {
      events.push(event);
      return undefined;
    },
    events,
    names: () => events.map(({ name }) => name),
  };
}

/** A clock that stands still until told. */
export function testClock(): Clock & { advance(byMs: number): void } {
  let nowMs = 0;
  let timers: { dueMs: number; action: () => void }[] = [];
  return {
    now: () => new Date(Date.UTC(2026, 10, 23, 12) + nowMs),
    elapsedMs: () => nowMs,
    after(delayMs, action) {
      const timer = { dueMs: nowMs + delayMs, action };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    wait(delayMs, signal) {
      if (signal.aborted || delayMs === 0) return Promise.resolve();
      return new Promise((resolve) => {
        this.after(delayMs, resolve);
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    },
    advance(byMs) {
      nowMs += byMs;
      const due = timers.filter(({ dueMs }) => dueMs <= nowMs);
      timers = timers.filter(({ dueMs }) => dueMs > nowMs);
      for (const { action } of due) action();
    },
  };
}

/** Interruptions by hand. */
export function testInterruptions(): Interruptions & { interrupt(signal: StopSignal): void } {
  const controller = new AbortController();
  const listeners = new Set<(signal: StopSignal) => void>();
  return {
    signal: controller.signal,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt(signal) {
      controller.abort(signal);
      for (const listener of listeners) listener(signal);
    },
  };
}
