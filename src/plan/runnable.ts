import { Problem } from '../errors.ts';
import {
  findAction,
  findBlockToRun,
  type ResolvedAction,
  type ResolvedBlock,
  type ResolvedWorkspace,
} from '../resolve/index.ts';

/** The block and action of those names. Throws BLOCK_UNKNOWN, ACTION_UNKNOWN, or why actions of the block cannot run. */
export function findRunnable(
  workspace: ResolvedWorkspace,
  request: { readonly block: string; readonly action: string },
): { readonly block: ResolvedBlock; readonly action: ResolvedAction } {
  const block = findBlockToRun(workspace, request.block);
  const places = block.place === undefined ? [] : [block.place];
  if (block.missing !== undefined) {
    const message = `block "${block.name}" inherits from "${block.missing}", which is not installed`;
    throw new Problem('BLOCK_NOT_INSTALLED', message, { hint: 'polycrate validate says what to do', places });
  }
  const action = findAction(block, request.action);
  if (block.template) {
    throw new Problem('BLOCK_IS_TEMPLATE', `block "${block.name}" is a template: it is only there to inherit from`, {
      hint: `run the action of a block that has "from: ${block.name}"`,
      places,
    });
  }
  return { block, action };
}
