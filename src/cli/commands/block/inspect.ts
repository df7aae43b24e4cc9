import { findBlock } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate block inspect BLOCK`: the block with everything merged and inherited. */
export async function inspectBlock(shell: Shell, name: string): Promise<number> {
  const workspace = await shell.workspace();
  const block = findBlock(workspace, name);
  return inspect(shell, workspace, block, `blocks.${block.name}`);
}
