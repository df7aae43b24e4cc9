import { Problem } from '../../../errors.ts';
import { nearest } from '../../../workspace/index.ts';
import { readDefaultWorkspace, writeDefaultWorkspace } from '../../default-workspace.ts';
import { listNamedWorkspaces, namesFolder } from '../../named-workspaces.ts';
import { text, unlinkFolder, type Shell } from '../../world.ts';

/** `polycrate workspace remove NAME`: removes the link, never a folder. Rejects with WORKSPACE_NOT_FOUND, or USAGE for what is no link. */
export async function removeWorkspace({ world, renderer }: Shell, name: string): Promise<number> {
  const root = namesFolder(world.host);
  const known = (await listNamedWorkspaces(world)).map((each) => each.name);
  if (!known.includes(name)) {
    const guess = nearest(name, known);
    throw new Problem('WORKSPACE_NOT_FOUND', `no workspace "${name}" below ${root}`, {
      hint: guess === undefined ? 'see which there are: polycrate workspace list' : `did you mean "${guess}"?`,
    });
  }
  if ((await unlinkFolder(`${root}/${name}`)) === 'no link') {
    throw new Problem('USAGE', `${root}/${name} is the workspace itself, not a link to it; only links are removed`, {
      hint: `move it elsewhere: mv ${root}/${name} FOLDER`,
    });
  }
  const isDefault = (await readDefaultWorkspace(world)) === name;
  if (isDefault) await writeDefaultWorkspace(undefined, world);
  const told = isDefault ? `${name} removed; it was the default workspace` : `${name} removed`;
  await renderer.result(text(told, { removed: name, default: isDefault }));
  return 0;
}
