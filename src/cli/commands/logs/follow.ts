import { Problem } from '../../../errors.ts';
import type { RunEvents } from '../../../events.ts';
import {
  findRecord,
  followJournal,
  followSteps,
  listRecords,
  readAttempt,
  readRecord,
  readStep,
  type RecordFile,
  repairRecords,
} from '../../../record/index.ts';
import { told, type Shell } from '../../world.ts';

/** So long may a line be in the journal before it is seen. */
const LOOK_EVERY_MS = 100;

/** `polycrate logs follow [TRANSACTION]`: as if the action ran here; the newest running one without an id. Answers its exit status. */
export async function followLog(shell: Shell, id: string | undefined): Promise<number> {
  const { world } = shell;
  const logs = await shell.recordsFolder();
  const { records: store } = world;
  const { path, record } = await findRecord(store, logs, id ?? (await newestRunning(shell, logs)));
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  if (record.block === undefined && record.workflow !== undefined) {
    const tools = { store, pause, now: () => world.clock.now() };
    for await (const step of followSteps({ record, path }, tools)) await followOne(shell, step, pause);
  } else {
    await followOne(shell, { record, path }, pause);
  }
  const abandoned: string[] = [];
  const { record: ended } = await findRecord(store, logs, record.transaction, {
    onAbandoned: (each) => abandoned.push(each),
  });
  await repairRecords(logs, abandoned, world);
  const outcome = outcomeOf(ended);
  if (ended.workflow !== undefined && ended.block === undefined) {
    await shell.renderer.event({
      name: 'workflow.finished',
      ...outcome,
      workflow: ended.workflow,
      steps: (ended.steps ?? []).map(readStep),
    });
  }
  await shell.renderer.result(told(outcome));
  return outcome.exitCode;
}

async function followOne(
  { world, renderer }: Shell,
  { record, path }: { readonly record: RecordFile; readonly path: string },
  pause: () => Promise<void>,
): Promise<void> {
  const { transaction, workspace, block = '', action = '', image = '', workflow, step } = record;
  await renderer.event({
    name: 'run.planned',
    ...{ transaction, workspace, block, action, image, record: path },
    ...(workflow === undefined ? {} : { workflow }),
    ...(step === undefined ? {} : { step }),
  });
  const tools = { store: world.records, pause, epochMs: (instant: string) => Date.parse(instant) };
  for await (const each of followJournal(path, tools)) {
    if ('failed' in each) {
      await renderer.event({ name: 'attempt.failed', ...each.failed });
      continue;
    }
    const { s: stream, d, b } = each.line;
    await renderer.event({
      name: 'output.written',
      stream,
      chunk: Buffer.from(d ?? b ?? '', d === undefined ? 'base64' : 'utf8'),
    });
  }
  const ended = (await readRecord(world.records, path)) ?? record;
  const { artifacts, place } = ended;
  await renderer.event({
    name: 'run.finished',
    ...outcomeOf(ended),
    ...(artifacts === undefined ? {} : { artifacts }),
    ...(place === undefined ? {} : { place }),
  });
}

/** A run whose process was killed has no status: it ends as an error of ours would. */
function outcomeOf(record: RecordFile): RunEvents['run.finished'] {
  const { transaction, state, duration_ms: durationMs = 0, exit_code: exitCode = 70, cause, attempts } = record;
  return {
    transaction,
    state: state === 'running' ? 'interrupted' : state,
    exitCode,
    durationMs,
    ...(cause === undefined ? {} : { cause }),
    ...(attempts === undefined ? {} : { attempts: attempts.map(readAttempt) }),
  };
}

async function newestRunning({ world }: Shell, logs: string): Promise<string> {
  const query = {
    traces: ['"state":"running"'],
    accepts: ({ state, parent }: Pick<RecordFile, 'state' | 'parent'>) => state === 'running' && parent === undefined,
  };
  const [newest] = await listRecords(world.records, logs, { limit: 1, query });
  if (newest !== undefined) return newest.summary.transaction;
  throw new Problem('RECORD_UNKNOWN', 'nothing is running in this workspace', { hint: 'polycrate logs show' });
}
