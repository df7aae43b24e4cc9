import { isProblem, Problem } from '../errors.ts';
import { findRecord } from '../record/index.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import type { World } from '../world.ts';
import { loadPost, type Shell } from './world.ts';

/**
 * Tells the workspace's webhook of a transaction once disposed: make it before the lock is taken, and it is told when the lock is free again. What cannot
 * be delivered is a warning and changes nothing, nor does a signal, which only ends the waiting; without a webhook nothing is loaded.
 */
export function announceAtEnd(
  { world, renderer, system }: Shell,
  { webhook, directory, settings }: ResolvedWorkspace,
  transaction: string,
): AsyncDisposable {
  if (webhook === undefined) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const announce = async (): Promise<Problem | undefined> => {
    const { record } = await findRecord(world.records, `${directory}/${settings.logsroot}`, transaction);
    // Whatever has not ended has not come to its record's end, which is told already.
    if (record.state === 'running') return undefined;
    const [{ createPost }, { deliverRecord }] = await Promise.all([loadPost(), import('../record/delivery/index.ts')]);
    const tools = { post: createPost(system.env), clock: world.clock, version: world.host.version };
    return deliverRecord(record, webhook, tools);
  };
  return {
    async [Symbol.asyncDispose]() {
      using interruption = awaitSignal(world);
      const problem = await Promise.race([announce().catch(failure), interruption.came]);
      if (problem !== undefined) await renderer.event({ name: 'run.warned', problem });
    },
  };
}

/** Resolves when a signal comes, which then ends nothing else. */
function awaitSignal({
  interruptions,
}: Pick<World, 'interruptions'>): Disposable & { readonly came: Promise<Problem> } {
  let stop = (): unknown => undefined;
  const came = new Promise<Problem>((resolve) => {
    stop = interruptions.onInterrupt((signal) => {
      resolve(untold(`${signal} came before it had answered`));
    });
  });
  return { came, [Symbol.dispose]: () => void stop() };
}

/** The action has ended as it has, whatever goes wrong here. A run that left no record, because nothing that exists was asked for, is not announced. */
function failure(error: unknown): Problem | undefined {
  if (isProblem(error) && error.code === 'RECORD_UNKNOWN') return undefined;
  const reason = error instanceof Error ? error.message : String(error);
  return untold(reason, error);
}

function untold(reason: string, cause?: unknown): Problem {
  return new Problem('EVENT_UNDELIVERED', `the webhook was not told of this run: ${reason}`, {
    hint: 'polycrate logs show has what it would have been told',
    ...(cause === undefined ? {} : { cause }),
  });
}
