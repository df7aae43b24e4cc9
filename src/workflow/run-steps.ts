import type { Problem } from '../errors.ts';
import type { StepOutcome } from '../events.ts';
import type { Ending } from '../record/index.ts';
import type { ResolvedStep, ResolvedWorkflow, ResolvedWorkspace } from '../resolve/index.ts';
import { createDeadline } from './deadline.ts';
import { createForesight } from './foresight.ts';
import { performStep, type EndedStep, type WorkflowRequest, type WorkflowTools } from './perform-step.ts';

export interface Failure extends Ending {
  readonly problem?: Problem;
}

/** Runs the steps that are due, in order; answers what became of every step, and the first failure that was not allowed. */
export async function runSteps(
  workspace: ResolvedWorkspace,
  workflow: ResolvedWorkflow,
  request: WorkflowRequest,
  tools: WorkflowTools,
): Promise<{ readonly steps: readonly StepOutcome[]; readonly failure: Failure | undefined }> {
  const { emit, clock } = tools.world;
  const deadline = createDeadline(workflow.timeoutMs, clock);
  const count = workflow.steps.length;
  const steps: StepOutcome[] = [];
  const looksAhead = createForesight(workspace, workflow.steps, request, tools);
  let failure: Failure | undefined;
  for (const [at, step] of workflow.steps.entries()) {
    const { block, action } = step;
    const subject = { step: step.name, block, action };
    failure ??= deadline.missed(`before step ${step.name}`);
    if (!isDue(step, failure)) {
      steps.push({ ...subject, state: 'skipped' });
      continue;
    }
    const { transaction } = request;
    await emit({ name: 'workflow.stepStarted', transaction, ...subject, index: at + 1, steps: count });
    const world = looksAhead(at, tools.world);
    const leftMs = failure === undefined ? deadline.leftMs() : undefined;
    const ended = await performStep(workspace, step, inTurn(request, at, count), { ...tools, world, leftMs });
    const isAllowed = step.allowFailure && ended.state === 'failed';
    steps.push({ ...subject, ...resultOf(ended, isAllowed) });
    if (isAllowed && ended.problem !== undefined) await emit({ name: 'run.warned', problem: ended.problem });
    if (ended.state === 'succeeded' || isAllowed) continue;
    const isLate = leftMs !== undefined && ended.state === 'timed-out';
    failure ??= (isLate ? deadline.missed(`in step ${step.name}`) : undefined) ?? failureBy(step, ended);
  }
  return { steps, failure };
}

/** The engine is told of the whole workflow's purpose with its first step, and leaves a container for the next command with its last. */
function inTurn({ purpose, ...request }: WorkflowRequest, at: number, count: number): WorkflowRequest {
  return {
    ...request,
    ...(purpose === undefined || at > 0 ? {} : { purpose }),
    ...(at + 1 < count ? { followed: true } : {}),
  };
}

/** An interrupted workflow runs nothing more, not even what was meant for failures: somebody wants it to end. */
function isDue({ when = 'success' }: ResolvedStep, failure: Failure | undefined): boolean {
  if (failure === undefined) return when !== 'failure';
  return failure.state !== 'cancelled' && when !== 'success';
}

function resultOf(
  { state, exitCode, durationMs, transaction }: EndedStep,
  isAllowed: boolean,
): Pick<StepOutcome, 'state' | 'exitCode' | 'durationMs' | 'transaction'> {
  return { state: isAllowed ? 'failure allowed' : state, exitCode, durationMs, transaction };
}

function failureBy({ name }: ResolvedStep, { state, exitCode, problem }: EndedStep): Failure {
  return { state, exitCode, cause: `step ${name} ${state}`, ...(problem === undefined ? {} : { problem }) };
}
