import { resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { requireName } from '../../names.ts';
import { describeWorkspace, listNamedWorkspaces, namesFolder } from '../../named-workspaces.ts';
import { findEnclosing } from '../../workspace-folder.ts';
import { details, linkFolder, type Shell } from '../../world.ts';

/** `polycrate workspace add [FOLDER] [--name NAME]`: makes a link, the workspace stays where it is. Rejects with WORKSPACE_NOT_FOUND or WORKSPACE_EXISTS. */
export async function addWorkspace(
  { world, renderer }: Shell,
  options: { readonly folder: string | undefined; readonly name?: string },
): Promise<number> {
  const folder = await folderOf(options.folder, world);
  const name = options.name ?? (await nameOf(folder, world));
  requireTwoLevels(name);
  const root = namesFolder(world.host);
  const known = await listNamedWorkspaces(world);
  const same = known.find((each) => each.folder === folder && (options.name === undefined || each.name === name));
  const [above = name] = name.split('/');
  // A link inside another workspace would write into that one.
  const taken = known.find((each) => each.name === name || (above !== name && each.name === above));
  if (same === undefined && (taken !== undefined || !(await linkFolder(`${root}/${name}`, folder)))) {
    const owner = taken?.name ?? name;
    throw new Problem('WORKSPACE_EXISTS', `the name "${owner}" is taken: ${taken?.folder ?? `${root}/${owner}`}`, {
      hint: `choose another: --name OTHER${taken === undefined ? '' : `; or free it: polycrate workspace remove ${owner}`}`,
    });
  }
  const given = same?.name ?? name;
  await renderer.result(
    details(
      [
        ['workspace', same === undefined ? given : `${given} (already)`],
        ['folder', folder],
        ['next', [`polycrate -w ${given} block list`, `polycrate workspace use ${given}`]],
      ],
      { name: given, folder, added: same === undefined },
    ),
  );
  return 0;
}

async function folderOf(option: string | undefined, world: Shell['world']): Promise<string> {
  const wanted = resolve(world.host.directory, option ?? '.');
  const found = await findEnclosing(wanted, world, { exact: option !== undefined });
  if (found !== undefined) return world.files.realPath(found);
  const above = option === undefined ? ' or any folder above it' : '';
  throw new Problem('WORKSPACE_NOT_FOUND', `no workspace.poly in ${wanted}${above}`, {
    hint: 'name the folder that holds workspace.poly, or make a workspace there: polycrate init',
  });
}

async function nameOf(folder: string, { files }: Shell['world']): Promise<string> {
  const { title, organization } = await describeWorkspace(files, folder);
  const own = title ?? '';
  return organization === undefined || own.includes('/') ? own : `${organization}/${own}`;
}

function requireTwoLevels(name: string): void {
  requireName(name, 'name of a workspace', '--name my-team');
  if (name.split('/').length <= 2) return;
  throw new Problem('NAME_INVALID', `"${name}" has more than two parts`, {
    hint: `--name ${name.split('/').slice(-2).join('/')}`,
  });
}
