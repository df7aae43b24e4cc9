import { describeInterruption } from './failures.ts';
import type { Undertaking } from './failures.ts';
import { withinPatience } from './patience.ts';

/** Time for an engine that is well to answer what it was asked already, so that what it has made is known. */
const GRACE_MS = 1_000;

/** Does one thing with the engine; its answer, INTERRUPTED, or ENGINE_UNREACHABLE when none came in time. `hint` where it is not certain what an engine that never answered has done. */
export type Step = <T>(act: () => Promise<T>, hint?: string) => Promise<T>;

interface StepConditions {
  readonly undertaking: Undertaking;
  readonly signal?: AbortSignal | undefined;
  /** How long each step may take. */
  readonly answerMs: number;
}

/** Steps that end when `signal` aborts: none begins after that, and one that is going on is given up unless it answers soon. Only an engine that has fallen silent is given up on. */
export function createSteps({ undertaking, signal, answerMs }: StepConditions): Step {
  const { doing } = undertaking;
  const patiently = <T>(act: () => Promise<T>): Promise<T> => withinPatience(act(), { undertaking, answerMs });
  if (signal === undefined) return patiently;
  return async (act, hint) => {
    if (signal.aborted) throw describeInterruption(doing);
    let timer: NodeJS.Timeout | undefined;
    let giveUp = (): void => undefined;
    const silence = new Promise<never>((_, reject) => {
      giveUp = () => {
        timer = setTimeout(() => {
          reject(describeInterruption(doing, hint));
        }, GRACE_MS);
      };
      signal.addEventListener('abort', giveUp, { once: true });
    });
    try {
      return await Promise.race([patiently(act), silence]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
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
