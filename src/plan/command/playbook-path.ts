import type { ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import { layoutOf } from '../layout.ts';
import { inheritedFiles } from './inherited-file.ts';

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

/** All host paths at which the playbook of an action may be, or may have been meant to be. */
export function playbookCandidates(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  { run }: ResolvedAction,
): string[] {
  if (run.kind !== 'playbook') return [];
  const path = playbookOnHost(workspace, block, run.playbook);
  return path === undefined ? [] : [path, ...inheritedFiles(workspace, block, run.playbook).map((each) => each.path)];
}
