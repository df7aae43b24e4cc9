import { isProblem } from '../errors.ts';
import type { Attempt, Outcome } from '../events.ts';
import type { Plan } from '../plan/index.ts';
import { cancelledBy } from './ending.ts';
import type { ContainerEngine, RunningJob, StopSignal } from './ports.ts';
import { runPlan, startPlan, type RunTools } from './run-plan.ts';

interface AttemptTools extends RunTools {
  readonly engine: () => Promise<ContainerEngine>;
}

/**
 * Runs a plan, each further attempt in a fresh container, until one succeeds or none is left; see `runPlan` for one of them. The timeout
 * is for all of them together. What was cancelled, or ended by that timeout, is not tried again, and neither is a failing engine.
 */
export async function runAttempts(plan: Plan, started: RunningJob, tools: AttemptTools): Promise<Outcome> {
  const { retry, timeoutMs } = plan;
  if (retry === undefined) return runPlan(plan, started, { ...tools, attempt: 1, leftMs: timeoutMs });
  const { clock, emit, interruptions } = tools;
  const begunMs = clock.elapsedMs();
  const leftMs = (): number | undefined => timeoutMs && Math.max(0, begunMs + timeoutMs - clock.elapsedMs());
  const attempts: Attempt[] = [];
  for (let job = started; ;) {
    const begun = clock.now().toISOString();
    const attempt = attempts.length + 1;
    const { transaction, ...ended } = await runPlan(plan, job, { ...tools, attempt, leftMs: leftMs() });
    attempts.push({ started: begun, ...ended });
    const outcome = { transaction, ...ended, attempts };
    if (attempt >= retry.attempts || !isWorthAnother(ended, plan) || leftMs() === 0) return outcome;
    if ((leftMs() ?? Infinity) <= retry.delayMs) {
      const cause = [ended.cause, 'its timeout leaves no time for another attempt'].filter(Boolean).join('; ');
      return { ...outcome, cause };
    }
    const { delayMs } = retry;
    await emit({
      name: 'attempt.failed',
      transaction,
      attempt,
      started: begun,
      ...ended,
      attempts: retry.attempts,
      delayMs,
    });
    const next = await startNext(plan, attempt + 1, tools);
    if (next === undefined) {
      const reason = cancelledBy(interruptions.signal.reason as StopSignal);
      return { ...outcome, ...reason, cause: `${reason.cause} before attempt ${String(attempt + 1)}` };
    }
    job = next;
  }
}

/** Only a failure by itself or by silence is: everything else is somebody's wish. */
function isWorthAnother({ state, exitCode }: Pick<Outcome, 'state' | 'exitCode'>, { retry }: Plan): boolean {
  return (state === 'failed' || state === 'timed-out') && (retry?.on?.includes(exitCode) ?? true);
}

/** The job of the next attempt, after the delay; undefined when interrupted before it has begun. */
async function startNext(plan: Plan, attempt: number, tools: AttemptTools): Promise<RunningJob | undefined> {
  const { clock, interruptions } = tools;
  // Only what is listened for is known to be dealt with.
  const stopListening = interruptions.onInterrupt(() => undefined);
  try {
    await clock.wait(plan.retry?.delayMs ?? 0, interruptions.signal);
    if (interruptions.signal.aborted) return undefined;
    return await startPlan(plan, await tools.engine(), { ...tools, attempt });
  } catch (error) {
    if (isProblem(error) && error.code === 'INTERRUPTED') return undefined;
    throw error;
  } finally {
    stopListening();
  }
}
