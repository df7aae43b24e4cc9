import { stringify } from 'yaml';
import { Problem } from '../../../../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../../../../resolve/index.ts';
import type { FileToLay, Shell } from '../../../world.ts';
import { addBlockEntry } from './entry.ts';

interface Child {
  readonly name: string;
  readonly parent: string;
  /** Where it gets a file of its own, relative to the workspace; without it, it gets an entry in workspace.poly. */
  readonly folder: string | undefined;
  readonly workspace: ResolvedWorkspace;
}

/** What a block that inherits consists of: an entry of workspace.poly, or a file of its own where `folder` says so. */
export function childFiles({ name, parent, folder, workspace }: Child): FileToLay[] {
  const entry = { name, from: parent };
  if (folder !== undefined) {
    return [{ path: `${folder}/${workspace.settings.blocksconfig}`, contents: stringify(entry) }];
  }
  const path = 'workspace.poly';
  const place = `${workspace.directory}/${path}`;
  return [
    {
      path,
      contents: '',
      amend: (existing) => addBlockEntry(existing, entry),
      refuse: (found) => (found === 'file' ? undefined : refuseEntry(place, entry, found === 'nothing')),
    },
  ];
}

/** A link is not written through: the file it leads to may belong to another workspace as well. */
function refuseEntry(
  place: string,
  { name, from }: Readonly<Record<'name' | 'from', string>>,
  isGone: boolean,
): Problem {
  if (isGone) {
    return new Problem('WORKSPACE_NOT_FOUND', `${place} has just been removed`, { hint: 'put it back, and try again' });
  }
  return new Problem('VALUE_INVALID', `${place} is a link, and the file it leads to is not written`, {
    hint: `add it there yourself, below blocks: { name: ${name}, from: ${from} }`,
  });
}

/**
 * Throws USAGE where the actions of `parent` may need files of its folder: a block with a folder of its own would look for them there. Without one it
 * works in its parent's; `otherwise` is the command that makes it so.
 */
export async function refuseFolder(
  { world }: Shell,
  { directory, settings }: ResolvedWorkspace,
  { parent, otherwise }: { readonly parent: ResolvedBlock; readonly otherwise: string },
): Promise<void> {
  if (parent.directory === undefined || parent.actions.length === 0) return;
  const beside = await world.files.list(`${directory}/${parent.directory}`);
  const idle = [settings.blocksconfig, 'schema.json', 'README.md'];
  const needed = beside.map((entry) => entry.name).filter((each) => !idle.includes(each) && !each.startsWith('.'));
  if (needed.length === 0) return;
  const message = `actions of "${parent.name}" may need ${parent.directory}/${needed[0] ?? ''}, which they would not find from another folder`;
  throw new Problem('USAGE', message, { hint: otherwise });
}
