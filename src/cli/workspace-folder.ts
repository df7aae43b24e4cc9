import { dirname, resolve } from 'node:path';
import { Problem } from '../errors.ts';
import { nearest } from '../workspace/index.ts';
import type { World } from '../world.ts';
import { readDefaultWorkspace } from './default-workspace.ts';
import { findExactly, listNamedWorkspaces, namesFolder, userFile, type NamedWorkspace } from './named-workspaces.ts';

/** Where to look for the workspace. */
export interface ChosenFolder {
  /** Absolute path. */
  readonly folder: string;
  /** The folder is the workspace itself: those above it do not count. */
  readonly exact: boolean;
  /** Its name, where it was taken because the current folder is in none. */
  readonly defaulted?: string;
}

/** What can be a name below ~/.polycrate/workspaces; everything else is only a path. */
const NAME = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;

/**
 * The folder `-w OPTION` means: one that exists, else the workspace of that name. Without an option the current folder, or the default workspace
 * where the current folder is in none. Rejects with WORKSPACE_NOT_FOUND. Without a name to look up it costs no more than looking for a few files.
 */
export async function resolveWorkspaceFolder(
  option: string | undefined,
  world: Pick<World, 'host' | 'files'>,
): Promise<ChosenFolder> {
  const { directory } = world.host;
  if (option === undefined) {
    const name = (await findEnclosing(directory, world)) !== undefined ? undefined : await readDefaultWorkspace(world);
    return name === undefined ? { folder: directory, exact: false } : await findDefault(name, world);
  }
  const folder = resolve(directory, option);
  const info = await world.files.inspect(folder);
  if (info !== undefined || !NAME.test(option)) return { folder, exact: true };
  const named = await findNamedWorkspace(option, world);
  if ('folder' in named) return { folder: named.folder, exact: true };
  throw new Problem(
    'WORKSPACE_NOT_FOUND',
    `there is neither a folder ${folder} nor a workspace "${option}" below ${namesFolder(world.host)}`,
    { hint: named.hint },
  );
}

/** The workspace that `name` means: by where it lies, else by its own name or the last part of where it lies, if only one has it. */
export async function findNamedWorkspace(
  name: string,
  world: Pick<World, 'host' | 'files'>,
): Promise<Pick<NamedWorkspace, 'name' | 'folder'> | { readonly hint: string }> {
  const there = await findExactly(name, world);
  if (there !== undefined) return there;
  const all = await listNamedWorkspaces(world);
  // One that is broken.
  const exact = all.find((each) => each.name === name);
  const alike = all.filter((each) => each.title === name || each.name.endsWith(`/${name}`));
  const [found, ...others] = exact === undefined ? alike : [exact];
  if (found === undefined) return { hint: hintFor(name, all) };
  if (others.length > 0) return { hint: `several are called so: ${alike.map((each) => each.name).join(', ')}` };
  if (found.isGone !== true) return found;
  return {
    hint: `"${found.name}" is broken (${found.broken ?? ''}); remove it: polycrate workspace remove ${found.name}`,
  };
}

/** The nearest folder, from `directory` upwards or with `exact` only that one, that is a workspace. */
export async function findEnclosing(
  directory: string,
  { files }: Pick<World, 'files'>,
  { exact = false } = {},
): Promise<string | undefined> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const info = await files.inspect(`${folder}/workspace.poly`);
    if (info !== undefined && info.kind !== 'directory') return folder;
    if (exact || folder === dirname(folder)) return undefined;
  }
}

async function findDefault(name: string, world: Pick<World, 'host' | 'files'>): Promise<ChosenFolder> {
  const named = await findNamedWorkspace(name, world);
  if ('folder' in named) return { folder: named.folder, exact: true, defaulted: named.name };
  throw new Problem(
    'WORKSPACE_NOT_FOUND',
    `no workspace.poly in ${world.host.directory} or any folder above it, and the default workspace "${name}" is not to be found`,
    {
      hint: `choose another default: polycrate workspace use NAME, or none: polycrate workspace use --none (${userFile(world.host)})`,
    },
  );
}

function hintFor(name: string, all: readonly NamedWorkspace[]): string {
  const guess = nearest(
    name,
    all.flatMap((each) => [each.name, ...(each.title === undefined ? [] : [each.title])]),
  );
  if (guess !== undefined) return `did you mean "${guess}"?`;
  return all.length === 0
    ? 'name a folder that holds workspace.poly, or give it a name: polycrate workspace add FOLDER'
    : 'see which there are: polycrate workspace list';
}
