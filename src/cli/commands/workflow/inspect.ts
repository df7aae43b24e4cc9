import { findWorkflow } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate workflow inspect WORKFLOW`. */
export async function inspectWorkflow(shell: Shell, name: string): Promise<number> {
  const workspace = await shell.workspace();
  const workflow = findWorkflow(workspace, name);
  return inspect(shell, workspace, workflow, `workflows.${workflow.name}`);
}
