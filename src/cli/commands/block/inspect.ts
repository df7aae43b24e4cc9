import { blockAsWritten, findBlock } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate block inspect BLOCK`: the block with everything merged and inherited, in the words of its files. */
export async function inspectBlock(shell: Shell, name: string): Promise<number> {
  const { workspace, lineages } = await shell.resolved();
  const block = findBlock(workspace, name);
  const lineage = lineages.get(block.name);
  const shown = lineage === undefined ? {} : { ...blockAsWritten(block, lineage), chain: lineage.chain };
  return inspect(shell, workspace, shown, `blocks.${block.name}`);
}
