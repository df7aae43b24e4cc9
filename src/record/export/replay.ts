import type { Outcome, RunEvent } from '../../events.ts';
import { readAttempt, readStep } from '../forms.ts';
import type { RecordFile } from '../record.ts';
import { withTurns } from './attempts.ts';
import type { Recording, Section } from './recording.ts';

/** An event and when it happened, in milliseconds since the beginning. */
export interface PastEvent {
  readonly atMs: number;
  readonly event: RunEvent;
}

/** What a recording said while it happened, in order: the output byte for byte, with its header and how it ended. */
export async function* replayEvents({ record, path, sections }: Recording): AsyncGenerator<PastEvent> {
  const { transaction, workflow } = record;
  if (record.block !== undefined || workflow === undefined) {
    for (const section of sections) yield* replaySection(section, path);
    return;
  }
  const steps = sections.length;
  yield { atMs: 0, event: { name: 'workflow.started', transaction, workflow, steps } };
  for (const [at, section] of sections.entries()) {
    if (section.state === 'skipped') continue;
    const { step = '', block, action, startMs } = section;
    const begun = { transaction, step, index: at + 1, steps, block, action };
    yield { atMs: startMs, event: { name: 'workflow.stepStarted', ...begun } };
    yield* replaySection(section, path);
  }
  const outcome = outcomeOf(record);
  if (outcome === undefined) return;
  const event = { name: 'workflow.finished', ...outcome, workflow, steps: (record.steps ?? []).map(readStep) } as const;
  yield { atMs: outcome.durationMs, event };
}

async function* replaySection(
  { record, startMs, output, turns = [] }: Section,
  path: string,
): AsyncGenerator<PastEvent> {
  if (record === undefined) return;
  const {
    transaction,
    workspace,
    block = '',
    action = '',
    image = 'unknown image',
    workflow,
    step,
    artifacts,
    place,
  } = record;
  const within = { ...(workflow === undefined ? {} : { workflow }), ...(step === undefined ? {} : { step }) };
  const planned = { transaction, workspace, block, action, image, ...within, record: path };
  yield { atMs: startMs, event: { name: 'run.planned', ...planned } };
  for await (const part of withTurns(output, turns, ({ t }) => t)) {
    if ('turn' in part) {
      yield { atMs: startMs + part.turn.atMs, event: { name: 'attempt.failed', ...part.turn.failed } };
      continue;
    }
    const { t, s: stream, d, b } = part.each;
    const chunk = d === undefined ? Buffer.from(b ?? '', 'base64') : Buffer.from(d);
    yield { atMs: startMs + t, event: { name: 'output.written', stream, chunk } };
  }
  const outcome = outcomeOf(record);
  if (outcome === undefined) return;
  const event = {
    name: 'run.finished',
    ...outcome,
    ...{ block, action, record: path },
    ...(artifacts === undefined ? {} : { artifacts }),
    ...(place === undefined ? {} : { place }),
  } as const;
  yield { atMs: startMs + outcome.durationMs, event };
}

/** How it ended; undefined while it runs. */
export function outcomeOf(record: RecordFile): Outcome | undefined {
  const { transaction, state, cause, attempts, duration_ms: durationMs = 0 } = record;
  if (state === 'running') return undefined;
  const exitCode = record.exit_code ?? (state === 'succeeded' ? 0 : 70);
  return {
    ...{ transaction, state, exitCode, durationMs },
    ...(cause === undefined ? {} : { cause }),
    ...(attempts === undefined ? {} : { attempts: attempts.map(readAttempt) }),
  };
}
