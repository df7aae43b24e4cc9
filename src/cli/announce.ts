import { isProblem, Problem } from '../errors.ts';
import { findRecord } from '../record/index.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { loadPost, type Shell } from './world.ts';

/**
 * Tells the workspace's webhook of a transaction once disposed: make it before the lock is taken, and it is told when the lock is free again. What cannot
 * be delivered is a warning and changes nothing; without a webhook nothing is loaded.
 */
export function announceAtEnd(
  { world, renderer, system }: Shell,
  { webhook, directory, settings }: ResolvedWorkspace,
  transaction: string,
): AsyncDisposable {
  const announce = async (): Promise<Problem | undefined> => {
    if (webhook === undefined) return undefined;
    const { record } = await findRecord(world.records, `${directory}/${settings.logsroot}`, transaction);
    // Whatever has not ended has not come to its record's end, which is told already.
    if (record.state === 'running') return undefined;
    const [{ createPost }, { deliverRecord }] = await Promise.all([loadPost(), import('../record/delivery/index.ts')]);
    const tools = { post: createPost(system.env), clock: world.clock, version: world.host.version };
    return deliverRecord(record, webhook, tools);
  };
  return {
    async [Symbol.asyncDispose]() {
      const problem = await announce().catch(failure);
      if (problem !== undefined) await renderer.event({ name: 'run.warned', problem });
    },
  };
}

/** The action has ended as it has, whatever goes wrong here. A run that left no record, because nothing that exists was asked for, is not announced. */
function failure(error: unknown): Problem | undefined {
  if (isProblem(error) && error.code === 'RECORD_UNKNOWN') return undefined;
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem('EVENT_UNDELIVERED', `the webhook was not told of this run: ${reason}`, {
    hint: 'polycrate logs show has what it would have been told',
    cause: error,
  });
}
