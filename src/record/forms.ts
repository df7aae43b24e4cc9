import type { Attempt, StepOutcome } from '../events.ts';
import type { RecordedAttempt, RecordedStep, RecordFile } from './record.ts';

/** An attempt in the words of records. */
export function recordAttempt({ started, durationMs, state, exitCode, cause }: Attempt): RecordedAttempt {
  const ended = { started, duration_ms: durationMs, state, exit_code: exitCode };
  return cause === undefined ? ended : { ...ended, cause };
}

/** A recorded attempt in the words of events. */
export function readAttempt({ started, duration_ms: durationMs, state, exit_code, cause }: RecordedAttempt): Attempt {
  const ended = { started, durationMs, state, exitCode: exit_code };
  return cause === undefined ? ended : { ...ended, cause };
}

/** What became of a step in the words of records. */
export function recordStep({
  step,
  block,
  action,
  state,
  exitCode,
  durationMs,
  transaction,
}: StepOutcome): RecordedStep {
  return {
    ...{ step, block, action, state },
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(transaction === undefined ? {} : { transaction }),
  };
}

/** A recorded step in the words of events. */
export function readStep({ exit_code: exitCode, duration_ms: durationMs, ...step }: RecordedStep): StepOutcome {
  return {
    ...step,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

/** Keys that were written with capitals inside `retry`, `attempts` and `steps` before they were as everywhere else in a record. */
const FORMER: Readonly<Record<string, string>> = {
  exitCode: 'exit_code',
  durationMs: 'duration_ms',
  delayMs: 'delay_ms',
};

/** The record with today's keys, whenever it was written; what was cut off in it stays as it is. */
export function renameFormer(record: RecordFile): RecordFile {
  const items = Object.entries(record).flatMap(([key, value]) => (HAD.has(key) ? [[key, renamed(value)]] : []));
  return { ...record, ...(Object.fromEntries(items) as Partial<RecordFile>) };
}

const HAD: ReadonlySet<string> = new Set(['retry', 'attempts', 'steps'] satisfies (keyof RecordFile)[]);

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [FORMER[key] ?? key, each as unknown]));
}
