import { isProblem } from '../../errors.ts';
import type { Clock } from '../../run/index.ts';
import type { Finding } from './doctor.ts';

/** One thing to look at: it answers with what was found, or never. */
export interface Check {
  readonly what: string;
  readonly look: () => Promise<Finding | readonly Finding[]>;
  /** What helps where nothing answers. */
  readonly help: string;
  /** 5 s unless told. */
  readonly limitMs?: number;
}

const LIMIT_MS = 5_000;

/** What a check finds; where that takes too long, or fails, that is what was found. Never rejects and never hangs. */
export async function lookWithin(
  { what, look, help, limitMs = LIMIT_MS }: Check,
  clock: Pick<Clock, 'wait'>,
): Promise<readonly Finding[]> {
  const ended = new AbortController();
  const late = clock.wait(limitMs, ended.signal).then((): readonly Finding[] => {
    const told = `no answer within ${String(limitMs / 1000)} s`;
    return [{ what, state: 'wrong', told, help, facts: { timed_out: true } }];
  });
  const found = Promise.resolve()
    .then(look)
    .then(
      (answer) => [answer].flat(),
      (error: unknown) => [fromFailure(what, error, help)],
    );
  const first = await Promise.race([found, late]);
  ended.abort();
  return first;
}

/** A failure as a finding: a Problem in its own words. */
export function fromFailure(what: string, error: unknown, help?: string): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  const hint = isProblem(error) ? error.hint : help;
  return {
    what,
    state: 'wrong',
    // In a table every finding has one line.
    told: `${isProblem(error) ? `${error.code}: ` : ''}${reason.replaceAll(/\n\s*/g, '; ')}`,
    ...(hint === undefined ? {} : { help: hint }),
  };
}
