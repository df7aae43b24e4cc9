import type { ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import { layoutOf } from '../layout.ts';

/** Where a playbook lies on the host; undefined for one that only the image can have. */
export function playbookOnHost(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  playbook: string,
): string | undefined {
  const layout = layoutOf(workspace);
  if (!playbook.startsWith('/')) return layout.host(block.directory ?? '', playbook);
  const root = `${workspace.settings.containerroot}/`;
  return playbook.startsWith(root) ? layout.host(playbook.slice(root.length)) : undefined;
}
