import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate workspace inspect`: everything resolved. */
export async function inspectWorkspace(shell: Shell): Promise<number> {
  const workspace = await shell.workspace();
  const { secretValues: _values, warnings: _warnings, ...shown } = workspace;
  return inspect(shell, workspace, shown, '');
}
