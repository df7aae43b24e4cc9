import { isProblem, type Problem } from '../errors.ts';
import type { Outcome } from '../events.ts';
import type { ActionRequest } from '../plan/index.ts';
import { failureOf } from '../record/index.ts';
import type { ResolvedStep, ResolvedWorkspace } from '../resolve/index.ts';
import type { World } from '../world.ts';

export interface WorkflowRequest extends Omit<
  ActionRequest,
  'block' | 'action' | 'step' | 'parent' | 'workflow' | 'timeouts' | 'retry'
> {
  readonly workflow: string;
}

export interface WorkflowTools {
  readonly world: World;
  /** Runs one step; `performAction` in the product. */
  readonly perform: (workspace: ResolvedWorkspace, request: ActionRequest, world: World) => Promise<Outcome>;
  /** Gets ready for a step that comes soon; `foreseeAction` in the product. Never rejects. */
  readonly foresee: (workspace: ResolvedWorkspace, request: ActionRequest, world: World) => Promise<void>;
}

export type EndedStep = Outcome & { readonly problem?: Problem };
/** Runs one step. A step that could not even start fails with its Problem; what is no Problem is a bug and ends everything. */
export async function performStep(
  workspace: ResolvedWorkspace,
  step: ResolvedStep,
  request: WorkflowRequest,
  { world, perform, leftMs }: WorkflowTools & { readonly leftMs: number | undefined },
): Promise<EndedStep> {
  const startedMs = world.clock.elapsedMs();
  const transaction = world.newId();
  try {
    if (step.prompt !== undefined && !request.force) await world.confirm(step.prompt);
    return await perform(workspace, stepRequest(step, request, transaction, leftMs), world);
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    const durationMs = Math.round(world.clock.elapsedMs() - startedMs);
    return { transaction, durationMs, ...failureOf(problem), problem };
  }
}

/** What one step asks for, as the transaction of that id, with what is left of the workflow's time. */
export function stepRequest(
  step: ResolvedStep,
  request: WorkflowRequest,
  transaction: string,
  leftMs?: number,
): ActionRequest {
  const { name, block, action, retry, timeoutMs } = step;
  const args = [...step.args, ...request.args];
  const timeouts = [
    ...(timeoutMs === undefined ? [] : [{ ms: timeoutMs, of: 'step' as const }]),
    ...(leftMs === undefined ? [] : [{ ms: leftMs, of: 'workflow' as const }]),
  ];
  const limits = { timeouts, ...(retry === undefined ? {} : { retry }) };
  return { ...request, ...limits, transaction, parent: request.transaction, step: name, block, action, args };
}
