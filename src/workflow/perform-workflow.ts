import type { RunEvents } from '../events.ts';
import { createPhases, openHead, recordStep } from '../record/index.ts';
import { findWorkflow, type ResolvedWorkspace } from '../resolve/index.ts';
import type { WorkflowRequest, WorkflowTools } from './perform-step.ts';
import { runSteps, type Failure } from './run-steps.ts';

type WorkflowOutcome = RunEvents['workflow.finished'];

/**
 * Runs the steps of a workflow in order, each a transaction of its own below the workflow's. After the first failure that is not allowed
 * only steps `when: failure` or `when: always` still run, and the workflow ends with that failure's exit status; an interruption skips
 * everything. The caller holds the workspace's lock.
 */
export async function performWorkflow(
  workspace: ResolvedWorkspace,
  { waitedMs, ...request }: WorkflowRequest,
  tools: WorkflowTools,
): Promise<WorkflowOutcome> {
  const { world } = tools;
  const { transaction, force } = request;
  const workflow = findWorkflow(workspace, request.workflow);
  const phases = createPhases(world.clock, waitedMs === undefined ? {} : { lock: waitedMs });
  if (workflow.prompt !== undefined && !force) {
    await world.confirm(workflow.prompt);
    phases.mark('prompt');
  }
  const startedMs = world.clock.elapsedMs();
  await using record = await openHead(
    {
      transaction,
      command: `polycrate workflow run ${workflow.name}`,
      workspace: workspace.name,
      ...(workspace.organization === undefined ? {} : { organization: workspace.organization }),
      workflow: workflow.name,
    },
    {
      recorded: workspace.settings.logging.enabled,
      logs: `${workspace.directory}/${workspace.settings.logsroot}`,
      before: phases.all(),
    },
    world,
  );
  record.mark('record');
  const { length } = workflow.steps;
  await world.emit({ name: 'workflow.started', transaction, workflow: workflow.name, steps: length });
  const { steps, failure } = await runSteps(workspace, workflow, request, tools);

  const { problem, ...ending }: Failure = failure ?? { state: 'succeeded', exitCode: 0 };
  record.mark('run');
  record.note({ steps: steps.map(recordStep) });
  const durationMs = Math.round(world.clock.elapsedMs() - startedMs);
  await record.close({ ...ending, durationMs });
  const outcome: WorkflowOutcome = { transaction, ...ending, durationMs, workflow: workflow.name, steps };
  await world.emit({ name: 'workflow.finished', ...outcome });
  if (problem !== undefined) throw problem;
  return outcome;
}
