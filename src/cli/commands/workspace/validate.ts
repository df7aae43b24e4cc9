import { settleFindings } from '../../../workspace/index.ts';
import { text, type Shell } from '../../world.ts';

/** `polycrate validate [--strict]`: every finding of every file at once. With `strict`, keys that are unknown or without effect are errors. */
export async function validateWorkspace(shell: Shell, { strict }: { readonly strict: boolean }): Promise<number> {
  const { workspace, findings } = await shell.check({ strict });
  settleFindings(findings);
  const { name, blocks, workflows, warnings } = workspace;
  const actions = blocks.reduce((sum, block) => sum + block.actions.length, 0);
  const counts = { blocks: blocks.length, actions, workflows: workflows.length, warnings: warnings.length };
  const told = Object.entries(counts).map(
    ([what, count]) => `${String(count)} ${count === 1 ? what.slice(0, -1) : what}`,
  );
  await shell.renderer.result(text(`${name} is valid: ${told.join(', ')}`, { valid: true, ...counts }));
  return 0;
}
