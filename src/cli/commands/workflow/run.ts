import { Problem } from '../../../errors.ts';
import { performAction } from '../../../pipeline.ts';
import type { ResolvedWorkspace } from '../../../resolve/index.ts';
import { performWorkflow } from '../../../workflow/index.ts';
import { lockWorkspace } from '../../lock.ts';
import type { GlobalOptions, RunOptions } from '../../options.ts';
import { requestFor } from '../../request.ts';
import { told, type Shell } from '../../world.ts';

/** `polycrate workflow run WORKFLOW`: answers the exit status of the step that ended it, or 0. */
export async function runWorkflow(
  shell: Shell,
  { workflow, args }: { readonly workflow: string; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions,
): Promise<number> {
  const { world } = shell;
  world.engine().catch(() => undefined);
  const workspace = await shell.workspace();
  requireWorkflow(workspace, workflow);
  const request = { ...requestFor(shell, options), workflow, args };
  const { transaction } = request;
  await using _lock = await lockWorkspace(
    workspace,
    { transaction, command: `polycrate workflow run ${workflow}`, wait: options.wait },
    world,
  );
  const outcome = await performWorkflow(workspace, request, { world, perform: performAction });
  await shell.renderer.result(told(outcome));
  return outcome.exitCode;
}

/** `polycrate run NAME` means a workflow; who named a block has forgotten its action. */
function requireWorkflow(workspace: ResolvedWorkspace, name: string): void {
  const isWorkflow = workspace.workflows.some((each) => each.name === name || each.alias.includes(name));
  const block = workspace.blocks.find((each) => each.name === name || each.alias.includes(name));
  if (isWorkflow || block === undefined) return;
  const [first] = block.actions;
  throw new Problem('WORKFLOW_UNKNOWN', `"${name}" is a block, and no workflow: which of its actions is to run?`, {
    hint: first === undefined ? `give it one under "actions"` : `polycrate run ${name} ${first.name}`,
  });
}
