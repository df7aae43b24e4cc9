import { Problem } from '../../../errors.ts';
import { foreseeAction, performAction } from '../../../pipeline.ts';
import { findElsewhere, type ResolvedWorkspace } from '../../../resolve/index.ts';
import { performWorkflow } from '../../../workflow/index.ts';
import { announceAtEnd } from '../../announce.ts';
import { lockWorkspace } from '../../lock.ts';
import type { GlobalOptions, RunOptions } from '../../options.ts';
import { getReady, requestFor } from '../../request.ts';
import { told, type Shell } from '../../world.ts';

/** `polycrate workflow run WORKFLOW`: answers the exit status of the step that ended it, or 0. */
export async function runWorkflow(
  shell: Shell,
  { workflow, args }: { readonly workflow: string; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions,
): Promise<number> {
  const { world } = shell;
  const purpose = getReady(shell);
  const workspace = await shell.workspace();
  requireWorkflow(workspace, workflow);
  const request = { ...requestFor(shell, options), workflow, args, ...purpose };
  const { transaction } = request;
  await using _announcement = announceAtEnd(shell, workspace, transaction);
  const askedMs = world.clock.elapsedMs();
  await using _lock = await lockWorkspace(
    workspace,
    { transaction, command: `polycrate workflow run ${workflow}`, wait: options.wait },
    world,
  );
  const waitedMs = world.clock.elapsedMs() - askedMs;
  const outcome = await performWorkflow(
    workspace,
    { ...request, waitedMs },
    { world, perform: performAction, foresee: foreseeAction },
  );
  await shell.renderer.result(told(outcome));
  return outcome.exitCode;
}

/** `polycrate run NAME` means a workflow; who named a block or an action has forgotten the other, or has not divided the two. */
function requireWorkflow(workspace: ResolvedWorkspace, name: string): void {
  const { workflows, blocks } = workspace;
  const isCalled = (wanted: string) => (thing: { readonly name: string; readonly alias: readonly string[] }) =>
    thing.name === wanted || thing.alias.includes(wanted);
  if (workflows.some(isCalled(name))) return;
  const block = blocks.find(isCalled(name));
  if (block !== undefined) {
    const [first] = block.actions;
    throw new Problem('WORKFLOW_UNKNOWN', `"${name}" is a block, and no workflow: which of its actions is to run?`, {
      hint: first === undefined ? `give it one under "actions"` : `polycrate run ${name} ${first.name}`,
    });
  }
  const elsewhere = findElsewhere(workspace, name);
  if (elsewhere.length > 0) {
    throw new Problem('WORKFLOW_UNKNOWN', `"${name}" is an action, and no workflow: of which block?`, {
      hint: elsewhere.join('\n'),
    });
  }
  for (const { index } of name.matchAll(/[./:]/g)) {
    const [owner, action] = [name.slice(0, index), name.slice(index + 1)];
    if (blocks.find(isCalled(owner))?.actions.some(isCalled(action)) !== true) continue;
    throw new Problem('WORKFLOW_UNKNOWN', `no workflow is called "${name}"`, {
      hint: `polycrate run ${owner} ${action}`,
    });
  }
}
