import type { Problem } from '../../errors.ts';
import { describeInterruption, describeSilentEngine } from './failures.ts';
import type { Undertaking } from './failures.ts';

/** Time for an engine that is well to answer what it was asked already, so that what it has made is known. */
const GRACE_MS = 1_000;

/** Does one thing with the engine; its answer, INTERRUPTED, or ENGINE_UNREACHABLE when none came in time. */
export type Step = <T>(act: () => Promise<T>, options?: StepOptions) => Promise<T>;

interface StepOptions {
  /** For an interruption after which it is not certain what an engine that never answered has done. */
  readonly hint?: string;
  /** True where it is not the engine that is waited for. */
  readonly unlimited?: boolean;
}

interface StepConditions {
  readonly undertaking: Undertaking;
  readonly signal?: AbortSignal | undefined;
  /** How long each step may take. */
  readonly answerMs: number;
}

/** Steps that end when `signal` aborts: none begins after that, and one that is going on is given up unless it answers soon. Only an engine that has fallen silent is given up on. */
export function createSteps({ undertaking, signal, answerMs }: StepConditions): Step {
  const { doing } = undertaking;
  return async (act, { hint, unlimited = false } = {}) => {
    if (signal?.aborted === true) throw describeInterruption(doing);
    const timers: NodeJS.Timeout[] = [];
    let giveUp = (): void => undefined;
    const silence = new Promise<never>((_, reject) => {
      const rejectAfter = (ms: number, describe: () => Problem): void => {
        const give = (): void => {
          reject(describe());
        };
        timers.push(setTimeout(give, ms));
      };
      if (!unlimited) rejectAfter(answerMs, () => describeSilentEngine(undertaking, answerMs));
      giveUp = () => {
        rejectAfter(GRACE_MS, () => describeInterruption(doing, hint));
      };
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    try {
      return await Promise.race([act(), silence]);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  };
}

/** Waits for `work`, which never rejects, but no longer than `limitMs`: the grace of an interruption unless told. */
export async function waitBriefly(work: Promise<void>, limitMs = GRACE_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, end]);
  clearTimeout(timer);
}
