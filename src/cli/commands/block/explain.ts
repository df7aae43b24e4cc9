import { explainBlock, findBlock } from '../../../resolve/index.ts';
import { settleFindings } from '../../../workspace/index.ts';
import { showExplained } from '../../explained.ts';
import type { Shell } from '../../world.ts';

/** `polycrate block inspect BLOCK --explain`: who set every leaf of it. Works beside mistakes that do not concern the block. */
export async function explainBlockLeaves(shell: Shell, name: string): Promise<number> {
  const { workspace, findings, lineages } = await shell.check();
  const isKnown = workspace.blocks.some((block) => block.name === name || block.alias.includes(name));
  if (!isKnown) settleFindings(findings);
  const block = findBlock(workspace, name);
  const lineage = lineages.get(block.name);
  return showExplained(shell, lineage === undefined ? [] : explainBlock(block, lineage));
}
