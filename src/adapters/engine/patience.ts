import { describeSilentEngine } from './failures.ts';
import type { Undertaking } from './failures.ts';

/** An engine that leaves a request unanswered for so long is taken for dead, unless told otherwise; a busy one takes seconds. */
export const ANSWER_MS = 60_000;

/** The answer of the engine, or ENGINE_UNREACHABLE when none has come within `answerMs`. */
export async function withinPatience<T>(
  answer: Promise<T>,
  { undertaking, answerMs }: { readonly undertaking: Undertaking; readonly answerMs: number },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(describeSilentEngine(undertaking, answerMs));
    }, answerMs);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
