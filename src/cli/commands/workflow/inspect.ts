import { findWorkflow } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate workflow inspect WORKFLOW`. */
export async function inspectWorkflow(shell: Shell, name: string): Promise<number> {
  const workspace = await shell.workspace();
  return inspect(shell, workspace, findWorkflow(workspace, name));
}
