import { isProblem } from '../../../errors.ts';
import { readDefaultWorkspace } from '../../default-workspace.ts';
import { findEnclosing, resolveWorkspaceFolder } from '../../workspace-folder.ts';
import { listNamedWorkspaces, namesFolder } from '../../named-workspaces.ts';
import { table, type Shell } from '../../world.ts';

/** `polycrate workspace list`: every workspace that has a name, broken ones too. Loads none of them; `option` is the `-w` given. */
export async function listWorkspaces({ world, renderer }: Shell, option: string | undefined): Promise<number> {
  const [named, current, chosen] = await Promise.all([
    listNamedWorkspaces(world),
    currentFolder(world, option),
    readDefaultWorkspace(world),
  ]);
  const rows = named.map(({ title: _title, isGone: _isGone, broken, ...workspace }) => ({
    ...workspace,
    current: workspace.folder === current,
    default: workspace.name === chosen,
    ...(broken === undefined ? {} : { broken }),
  }));
  await renderer.result(
    table({
      columns: [
        { title: 'name', value: ({ name }) => name, fixed: true },
        { title: 'organization', value: ({ organization }) => organization, optional: true },
        {
          title: 'state',
          value: (row) =>
            row.broken ?? [row.current ? 'current' : '', row.default ? 'default' : ''].filter(Boolean).join(', '),
          colour: ({ broken }) => (broken === undefined ? undefined : 'red'),
        },
        { title: 'folder', value: ({ folder }) => folder },
      ],
      rows,
      empty: `no workspace has a name yet (${namesFolder(world.host)}); give one to the current folder's: polycrate workspace add`,
    }),
  );
  return 0;
}

/** The workspace commands would work in now, links followed; undefined where they would find none. */
async function currentFolder(world: Shell['world'], option: string | undefined): Promise<string | undefined> {
  try {
    const { folder } = await resolveWorkspaceFolder(option, world);
    const found = await findEnclosing(folder, world);
    return found === undefined ? undefined : await world.files.realPath(found);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
