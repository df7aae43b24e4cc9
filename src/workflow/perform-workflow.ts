import { isProblem, type Problem } from '../errors.ts';
import type { Outcome, StepOutcome } from '../events.ts';
import type { ActionRequest } from '../plan/index.ts';
import { failureOf, openHead, type Ending } from '../record/index.ts';
import { findWorkflow, type ResolvedStep, type ResolvedWorkspace } from '../resolve/index.ts';
import type { World } from '../world.ts';

export interface WorkflowRequest extends Omit<ActionRequest, 'block' | 'action' | 'step' | 'parent' | 'workflow'> {
  readonly workflow: string;
}

interface Failure extends Ending {
  readonly problem?: Problem;
}

/** Runs one step; `performAction` in the product. */
type Perform = (workspace: ResolvedWorkspace, request: ActionRequest, world: World) => Promise<Outcome>;

/**
 * Runs the steps of a workflow in order, each a transaction of its own below the workflow's. The first failure that is not allowed ends it
 * with that step's exit status; the rest is skipped. The caller holds the workspace's lock.
 */
export async function performWorkflow(
  workspace: ResolvedWorkspace,
  request: WorkflowRequest,
  { world, perform }: { readonly world: World; readonly perform: Perform },
): Promise<Outcome> {
  const { clock, emit } = world;
  const workflow = findWorkflow(workspace, request.workflow);
  if (workflow.prompt !== undefined && !request.force) await world.confirm(workflow.prompt);
  const { transaction } = request;
  const startedMs = clock.elapsedMs();
  await using record = await openHead(
    {
      transaction,
      command: `polycrate workflow run ${workflow.name}`,
      workspace: workspace.name,
      ...(workspace.organization === undefined ? {} : { organization: workspace.organization }),
      workflow: workflow.name,
    },
    { logs: `${workspace.directory}/${workspace.settings.logsroot}` },
    { ...world },
  );
  await emit({ name: 'workflow.started', transaction, workflow: workflow.name, steps: workflow.steps.length });

  const steps: StepOutcome[] = [];
  let failure: Failure | undefined;
  for (const [at, step] of workflow.steps.entries()) {
    const { name, block, action } = step;
    if (failure !== undefined) {
      steps.push({ step: name, block, action, state: 'skipped' });
      continue;
    }
    await emit({ name: 'workflow.stepStarted', transaction, step: name, index: at + 1, steps: workflow.steps.length, block, action });
    const ended = await performStep(workspace, step, request, { world, perform });
    const allowed = step.allowFailure && ended.state === 'failed';
    const { state, exitCode, durationMs } = ended;
    steps.push({
      step: name,
      block,
      action,
      state: allowed ? 'failure allowed' : state,
      exitCode,
      durationMs,
      transaction: ended.transaction,
    });
    if (state === 'succeeded') continue;
    if (allowed && ended.problem !== undefined) await emit({ name: 'run.warned', problem: ended.problem });
    if (!allowed) {
      const cause = `step ${name} ${state}`;
      failure = { state, exitCode, cause, ...(ended.problem === undefined ? {} : { problem: ended.problem }) };
    }
  }

  const { problem, ...ending }: Failure = failure ?? { state: 'succeeded', exitCode: 0 };
  record.note({ steps });
  await record.close(ending);
  const outcome: Outcome = {
    transaction,
    state: ending.state,
    exitCode: ending.exitCode,
    durationMs: Math.round(clock.elapsedMs() - startedMs),
    ...(ending.cause === undefined ? {} : { cause: ending.cause }),
  };
  await emit({ name: 'workflow.finished', ...outcome, workflow: workflow.name, steps });
  if (problem !== undefined) throw problem;
  return outcome;
}

/** A step that could not even start fails with its Problem; what is no Problem is a bug and ends everything. */
async function performStep(
  workspace: ResolvedWorkspace,
  step: ResolvedStep,
  request: WorkflowRequest,
  { world, perform }: { readonly world: World; readonly perform: Perform },
): Promise<Outcome & { readonly problem?: Problem }> {
  const startedMs = world.clock.elapsedMs();
  const transaction = world.newId();
  try {
    if (step.prompt !== undefined && !request.force) await world.confirm(step.prompt);
    return await perform(
      workspace,
      {
        ...request,
        transaction,
        parent: request.transaction,
        step: step.name,
        block: step.block,
        action: step.action,
        args: [...step.args, ...request.args],
      },
      world,
    );
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    const durationMs = Math.round(world.clock.elapsedMs() - startedMs);
    return { transaction, durationMs, ...failureOf(problem), problem };
  }
}
