import { combineProblems } from '../../../errors.ts';
import { text, type Shell } from '../../world.ts';

/** `polycrate validate [--strict]`: every finding of every file at once. With `strict` warnings are errors. */
export async function validateWorkspace(shell: Shell, { strict }: { readonly strict: boolean }): Promise<number> {
  const workspace = await shell.workspace();
  const [first, ...rest] = workspace.warnings;
  if (strict && first !== undefined) throw combineProblems([first, ...rest]);
  const { blocks, workflows } = workspace;
  const actions = blocks.reduce((sum, block) => sum + block.actions.length, 0);
  const counts = { blocks: blocks.length, actions, workflows: workflows.length, warnings: workspace.warnings.length };
  const told = Object.entries(counts).map(
    ([what, count]) => `${String(count)} ${count === 1 ? what.slice(0, -1) : what}`,
  );
  await shell.renderer.result(text(`${workspace.name} is valid: ${told.join(', ')}`, { valid: true, ...counts }));
  return 0;
}
