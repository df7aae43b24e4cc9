import { stringify } from 'yaml';
import type { ResolvedWorkspace } from '../../../../resolve/index.ts';
import type { FileToLay, Shell } from '../../../world.ts';
import { addBlockEntry } from './entry.ts';

interface Child {
  readonly name: string;
  readonly parent: string;
  /** Where it gets a file of its own, relative to the workspace; without it, it gets an entry in workspace.poly. */
  readonly folder: string | undefined;
  readonly workspace: ResolvedWorkspace;
}

/**
 * What a block that inherits consists of. Without a folder of its own it works in its parent's, where the scripts and playbooks are; that is why it
 * becomes an entry of workspace.poly unless a folder is asked for.
 */
export async function childFiles(shell: Shell, { name, parent, folder, workspace }: Child): Promise<FileToLay[]> {
  const entry = { name, from: parent };
  if (folder !== undefined) {
    const why =
      '# Its actions run in this folder: scripts and playbooks they name by a relative path are looked up here, not beside the parent.\n';
    return [{ path: `${folder}/${workspace.settings.blocksconfig}`, contents: `${why}${stringify(entry)}` }];
  }
  const path = 'workspace.poly';
  const text = (await shell.world.files.read(`${workspace.directory}/${path}`))?.toString('utf8') ?? '';
  const contents = addBlockEntry(text, entry);
  return [{ path, contents, amend: () => contents }];
}
