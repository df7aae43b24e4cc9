import type { RunEvents } from '../../events.ts';
import { readAttempt } from '../forms.ts';
import type { RecordFile } from '../record.ts';

/** Where one attempt ended and another one followed. Times are in milliseconds since the beginning of the action. */
export interface Turn {
  readonly atMs: number;
  /** What was printed from here on is the next attempt's: halfway between the two, so that rounded times put nothing on the wrong side. */
  readonly untilMs: number;
  readonly failed: RunEvents['attempt.failed'];
}

/** The failed attempts of a record that others followed, or were to follow, in their order; `epochMs` as in RecordingSource. */
export function turnsOf(record: RecordFile, epochMs: (instant: string) => number): Turn[] {
  const { transaction, attempts = [], retry } = record;
  const sinceMs = (instant: string): number => Math.max(0, epochMs(instant) - epochMs(record.started));
  return attempts.slice(0, isOver(record) ? -1 : undefined).map((ended, at) => {
    const atMs = sinceMs(ended.started) + ended.duration_ms;
    const nextMs = Math.max(atMs, sinceMs(attempts[at + 1]?.started ?? ended.started));
    // Older records do not say what was allowed, only what came of it.
    const most = retry?.attempts ?? attempts.length;
    const delayMs = retry?.delay_ms ?? nextMs - atMs;
    return {
      atMs,
      untilMs: (atMs + nextMs) / 2,
      failed: { transaction, ...readAttempt(ended), attempt: at + 1, attempts: most, delayMs },
    };
  });
}

/** The last attempt is how it ended; not where it runs still, or was ended while it waited for another attempt or was in the midst of one. */
function isOver({ state, exit_code: status, attempts = [] }: RecordFile): boolean {
  const last = attempts.at(-1);
  return last?.state === state && last.exit_code === status;
}

/** The turn as plain text: `attempt 1 of 3 failed, exit 4`. */
export function describeTurn({ failed }: Turn): string {
  const { attempt, attempts, state, exitCode, cause } = failed;
  const facts = `attempt ${String(attempt)} of ${String(attempts)} ${state.replace('-', ' ')}, exit ${String(exitCode)}`;
  return cause === undefined ? facts : `${facts}: ${cause}`;
}

/** What has a time, in order, with each turn before the first of what came after it. */
export async function* withTurns<T>(
  timed: AsyncIterable<T>,
  turns: readonly Turn[],
  timeOf: (each: T) => number,
): AsyncGenerator<{ readonly turn: Turn } | { readonly each: T }> {
  const coming = [...turns];
  for await (const each of timed) {
    for (let [turn] = coming; turn !== undefined && timeOf(each) > turn.untilMs; [turn] = coming) {
      yield { turn };
      coming.shift();
    }
    yield { each };
  }
  for (const turn of coming) yield { turn };
}
