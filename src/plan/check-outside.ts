import { join, relative } from 'node:path';
import { Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { type Files, type Finding, warning } from '../workspace/index.ts';
import { mountsOf } from './mounts.ts';

/** LINK_OUTSIDE for blocks that a link brings in from outside the workspace: their files are not there when an action runs, unless they are mounted. */
export async function checkOutside(workspace: ResolvedWorkspace, files: Files, home: string): Promise<Finding[]> {
  const own = await files.realPath(workspace.directory);
  const mounted = mountsOf(workspace, home).map(({ source }) => source);
  const found = await Promise.all(
    workspace.blocks.map(async ({ name, directory, chain, place }) => {
      if (directory === undefined || chain.length > 0) return [];
      const real = await files.realPath(join(workspace.directory, directory));
      if ([own, ...mounted].some((folder) => holds(folder, real))) return [];
      const message = `block "${name}" is linked from ${real}, which is not there when its actions run`;
      const hint = `copy it below ${workspace.settings.blocksroot}/, or add ${real}:${real}:ro to "extramounts"`;
      return [warning(new Problem('LINK_OUTSIDE', message, { hint, places: place === undefined ? [] : [place] }))];
    }),
  );
  return found.flat();
}

function holds(folder: string, inner: string): boolean {
  const way = relative(folder, inner);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}
