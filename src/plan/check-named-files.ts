import { type Place, Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { type Finding, warning } from '../workspace/index.ts';
import { checkReach, fileOnHost } from './reach.ts';
import { DEFAULT_RECIPE } from '../schema/settings.ts';
import type { ValueTools } from './check-values.ts';
import { findWrittenPlaces, isSecret } from './written-places.ts';

/** FILE_MISSING, a warning, for files that the workspace itself names and that are not there, though actions could see them. */
export async function checkNamedFiles(
  workspace: ResolvedWorkspace,
  { files, home, isThere }: ValueTools,
): Promise<Finding[]> {
  const places = findWrittenPlaces(workspace, files);
  const { settings, inventoryFilename, kubeconfigFilename } = workspace;
  const named = [
    // Whoever writes the name it has anyway says nothing by it.
    { way: ['inventory', 'filename'], name: inventoryFilename === 'inventory.yml' ? undefined : inventoryFilename },
    { way: ['kubeconfig', 'filename'], name: kubeconfigFilename },
    { way: ['config', 'sshprivatekey'], name: settings.sshprivatekey },
    { way: ['config', 'dockerfile'], name: settings.dockerfile === DEFAULT_RECIPE ? undefined : settings.dockerfile },
  ];
  const found = await Promise.all(
    named.map(async ({ way, name }) => {
      if (name === undefined) return [];
      const key = way.join('.');
      const path = fileOnHost(workspace, home, name);
      const isElsewhere = checkReach(workspace, home, { key, name, folder: '' }) !== undefined;
      if (path === undefined || isElsewhere || (await isThere(path))) return [];
      return [warning(missingFile(key, { name, path, place: await places.inWorkspace(way, name) }))];
    }),
  );
  return found.flat();
}

interface Named {
  /** As written. */
  readonly name: string;
  readonly path: string;
  readonly place: Place | undefined;
}

function missingFile(key: string, { name, path, place }: Named): Problem {
  const places = place === undefined ? [] : [place];
  if (isSecret(place)) {
    const message = `"${key}" names a file that does not exist`;
    return new Problem('FILE_MISSING', message, { hint: `create the file, or correct "${key}"`, places });
  }
  const message = `"${key}" names ${name}, which does not exist`;
  return new Problem('FILE_MISSING', message, { hint: `create ${path}, or correct "${key}"`, places });
}
