import { blockAsWritten, explainSettings, workspaceAsWritten } from '../../../resolve/index.ts';
import { inspect } from '../../inspect.ts';
import type { Shell } from '../../world.ts';

/** `polycrate workspace inspect`: everything resolved, in the words of the files. */
export async function inspectWorkspace(shell: Shell): Promise<number> {
  const { workspace, written, lineages } = await shell.resolved();
  const { settings } = shell.preferences;
  const shown = {
    directory: workspace.directory,
    ...workspaceAsWritten(written.secrets === undefined ? [written.main] : [written.main, written.secrets]),
    config: explainSettings(written, settings, shell.world.host.version).value,
    blocks: workspace.blocks.flatMap((block) => {
      const lineage = lineages.get(block.name);
      return lineage === undefined ? [] : [blockAsWritten(block, lineage)];
    }),
  };
  return inspect(shell, workspace, shown, '');
}
