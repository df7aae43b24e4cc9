import { findAction, findBlock } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate action inspect BLOCK ACTION`: the action with everything merged and inherited. Rejects with BLOCK_UNKNOWN or ACTION_UNKNOWN. */
export async function inspectAction(shell: Shell, block: string, name: string): Promise<number> {
  const { workspace, lineages } = await shell.resolved();
  const owner = findBlock(workspace, block);
  const action = findAction(owner, name);
  const written = lineages.get(owner.name)?.merged.actions?.find((each) => each.name === action.name);
  return inspect(shell, workspace, { block: owner.name, ...written }, `blocks.${owner.name}.actions.${action.name}`);
}
