import { type Place, Problem } from '../errors.ts';
import { findElsewhere } from './elsewhere.ts';
import { unknownAction, unknownBlock, unknownWorkflow } from './reference.ts';
import { lookUp } from './register.ts';
import type { ResolvedAction, ResolvedBlock, ResolvedWorkflow, ResolvedWorkspace } from './resolved.ts';

/** The block of that name or alias. Throws BLOCK_UNKNOWN with the nearest name. */
export function findBlock({ blocks }: ResolvedWorkspace, name: string): ResolvedBlock {
  const block = lookUp(blocks, name);
  if (block === undefined) throw unknownBlock(name, names(blocks), []);
  return block;
}

/** The same for a block that an action is to be run of: the hint also says what else is called so and can be run. */
export function findBlockToRun(workspace: ResolvedWorkspace, name: string): ResolvedBlock {
  const { blocks } = workspace;
  const block = lookUp(blocks, name);
  if (block !== undefined) return block;
  const unknown = unknownBlock(name, names(blocks), []);
  const elsewhere = findElsewhere(workspace, name);
  if (elsewhere.length === 0) throw unknown;
  throw new Problem(unknown.code, unknown.message, { hint: [...elsewhere, unknown.hint].join('\n') });
}

/** The action of that name or alias. Throws ACTION_UNKNOWN with the nearest name. */
export function findAction(block: ResolvedBlock, name: string): ResolvedAction {
  const action = lookUp(block.actions, name);
  if (action === undefined) throw unknownAction(name, block.name, names(block.actions), []);
  return action;
}

/** Where an action is written, as far as that is known. Throws as `findAction` does. */
export function placeOfAction(
  workspace: ResolvedWorkspace,
  { block, action }: { readonly block: string; readonly action: string },
): { readonly place?: Place } {
  const { place } = findAction(findBlock(workspace, block), action);
  if (place === undefined) return {};
  const { file, line, column } = place;
  return { place: { file, line, column } };
}

/** The workflow of that name or alias. Throws WORKFLOW_UNKNOWN with the nearest name. */
export function findWorkflow({ workflows }: ResolvedWorkspace, name: string): ResolvedWorkflow {
  const workflow = lookUp(workflows, name);
  if (workflow === undefined) throw unknownWorkflow(name, names(workflows));
  return workflow;
}

function names(things: readonly { readonly name: string; readonly alias: readonly string[] }[]): string[] {
  return things.flatMap(({ name, alias }) => [name, ...alias]);
}
