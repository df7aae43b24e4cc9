import { isProblem, Problem } from '../../../../errors.ts';
import type { ResolvedWorkspace } from '../../../../resolve/index.ts';
import type { World } from '../../../../world.ts';
import { lockWorkspace } from '../../../lock.ts';

/** Adding an entry takes milliseconds: several at once wait for each other. An action takes longer, and is not waited for. */
const WAIT = '5s';
const POLL_MS = 20;

/** Takes the workspace's lock for as long as workspace.poly is written. Rejects with WORKSPACE_LOCKED; `command` is what to do again then. */
export async function lockForEntry(
  workspace: ResolvedWorkspace,
  command: string,
  world: World,
): Promise<AsyncDisposable> {
  try {
    return await lockWorkspace(workspace, { transaction: world.newId(), command, wait: WAIT, pollMs: POLL_MS }, world);
  } catch (error) {
    if (!isProblem(error) || error.code !== 'WORKSPACE_LOCKED') throw error;
    throw new Problem('WORKSPACE_LOCKED', error.message, { hint: `when it has ended: ${command}`, cause: error });
  }
}
