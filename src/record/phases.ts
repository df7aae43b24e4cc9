import type { Clock } from '../run/index.ts';

/** Times what happens one after the other. */
export interface Phases {
  /** Ends a phase: the time since the previous mark belongs to `phase`. */
  mark(phase: string): void;
  /** Milliseconds of each phase, in their order; what took no time and was never marked is left out. */
  all(): Readonly<Record<string, number>>;
}

/** Starts now; `before` are phases that are over already. */
export function createPhases(clock: Pick<Clock, 'elapsedMs'>, before: Readonly<Record<string, number>> = {}): Phases {
  const phases = new Map(Object.entries(before));
  let lastMs = clock.elapsedMs();
  return {
    mark(phase) {
      const nowMs = clock.elapsedMs();
      phases.set(phase, (phases.get(phase) ?? 0) + nowMs - lastMs);
      lastMs = nowMs;
    },
    all: () => Object.fromEntries([...phases].map(([phase, ms]) => [phase, Math.round(ms)])),
  };
}
