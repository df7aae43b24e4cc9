import { type Connection, tellEngine } from './connection.ts';

/** Every container of ours carries it, so that one left behind can be told from other people's. */
export const OWN_LABEL = 'dev.polycrate.supervised';

/** Time enough for any start that is still going on. */
const ABANDONED_AFTER = '2m';

/**
 * Has containers removed that were created and never started, because their CLI was killed in between: the one moment no lease covers.
 * They hold no process and no data. Not waited for, and failing hurts nobody: the next command does it again.
 */
export async function sweepAbandoned(
  connection: Pick<Connection, 'route'>,
  label: string = OWN_LABEL,
  age: string = ABANDONED_AFTER,
): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label], until: [age] }));
  await tellEngine(connection, `/containers/prune?filters=${filters}`).catch(() => undefined);
}
