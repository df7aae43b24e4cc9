import { findAction, findBlock } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate action inspect BLOCK ACTION`: the action with everything merged and inherited. Rejects with BLOCK_UNKNOWN or ACTION_UNKNOWN. */
export async function inspectAction(shell: Shell, block: string, name: string): Promise<number> {
  const workspace = await shell.workspace();
  const owner = findBlock(workspace, block);
  const action = findAction(owner, name);
  return inspect(shell, workspace, { block: owner.name, ...action }, `blocks.${owner.name}.actions.${action.name}`);
}
