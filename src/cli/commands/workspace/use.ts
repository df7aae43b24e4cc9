import { Problem } from '../../../errors.ts';
import { writeDefaultWorkspace } from '../../default-workspace.ts';
import { namesFolder, userFile } from '../../named-workspaces.ts';
import { findNamedWorkspace } from '../../workspace-folder.ts';
import { details, text, type Shell } from '../../world.ts';

/** `polycrate workspace use NAME | --none`: the workspace for folders that are in none. Rejects with WORKSPACE_NOT_FOUND. */
export async function chooseWorkspace(
  { world, renderer }: Shell,
  { name, none }: { readonly name: string | undefined; readonly none: boolean },
): Promise<number> {
  if (none === (name !== undefined)) {
    throw new Problem('USAGE', none ? 'either a name or --none' : 'which workspace?', {
      hint: 'polycrate workspace use NAME, or polycrate workspace use --none; names: polycrate workspace list',
    });
  }
  if (name === undefined) {
    await writeDefaultWorkspace(undefined, world);
    await renderer.result(text('no default workspace', { default: null }));
    return 0;
  }
  const found = await findNamedWorkspace(name, world);
  if (!('folder' in found)) {
    throw new Problem('WORKSPACE_NOT_FOUND', `no workspace "${name}" below ${namesFolder(world.host)}`, {
      hint: found.hint,
    });
  }
  await writeDefaultWorkspace(found.name, world);
  await renderer.result(
    details(
      [
        ['default', found.name],
        ['folder', found.folder],
        ['kept in', userFile(world.host)],
      ],
      { default: found.name, folder: found.folder },
    ),
  );
  return 0;
}
