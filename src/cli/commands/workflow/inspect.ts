import { findWorkflow, workspaceAsWritten } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate workflow inspect WORKFLOW`: in the words of the files. */
export async function inspectWorkflow(shell: Shell, name: string): Promise<number> {
  const { workspace, written } = await shell.resolved();
  const workflow = findWorkflow(workspace, name);
  const { workflows = [] } = workspaceAsWritten(
    written.secrets === undefined ? [written.main] : [written.main, written.secrets],
  );
  const shown = workflows.find((each) => each.name === workflow.name) ?? {};
  return inspect(shell, workspace, shown, `workflows.${workflow.name}`);
}
