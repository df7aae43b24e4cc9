import { performAction } from '../../../pipeline.ts';
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
