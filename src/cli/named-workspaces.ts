import { parse } from 'yaml';
import { isProblem } from '../errors.ts';
import { isPlainMap, type Files } from '../workspace/index.ts';
import type { World } from '../world.ts';

/** What loading a workspace takes, too. */
const LARGEST_BYTES = 10 * 1024 * 1024;

/** A workspace that has a name below ~/.polycrate/workspaces. */
export interface NamedWorkspace {
  /** `NAME` or `ORGANIZATION/NAME`: where it lies or is linked. */
  readonly name: string;
  /** The folder itself, links followed. */
  readonly folder: string;
  /** What its own file says; undefined where it says nothing. */
  readonly title?: string;
  readonly organization?: string;
  /** What is wrong with it. */
  readonly broken?: string;
  /** Nothing is there that could be opened. */
  readonly isGone?: true;
}

/** The caller's home. The variable counts before the account's entry, as in shells. */
function homeOf({ env, home }: World['host']): string {
  const named = env['HOME'];
  return named === undefined || named === '' ? home : named;
}

/** Absolute path of the folder in which workspaces have names. */
export function namesFolder(host: World['host']): string {
  return `${homeOf(host)}/.polycrate/workspaces`;
}

/** Absolute path of the user's settings. */
export function userFile(host: World['host']): string {
  return `${homeOf(host)}/.polycrate/polycrate.yml`;
}

/** Every named workspace, sorted by name. Reads each one's `workspace.poly` and nothing else of it; never rejects because of one of them. */
export async function listNamedWorkspaces({ host, files }: Pick<World, 'host' | 'files'>): Promise<NamedWorkspace[]> {
  const root = namesFolder(host);
  const found = await Promise.all(
    (await entriesOf(files, root)).map(async ({ name, kind }) => {
      const workspace = await lookAt(files, root, name);
      if (workspace !== undefined) return [workspace];
      const children = await entriesOf(files, `${root}/${name}`);
      const below = await Promise.all(
        children.map((child) => lookAt(files, root, `${name}/${child.name}`, child.kind === 'link')),
      );
      const inside = below.filter((each) => each !== undefined);
      return inside.length > 0 || kind !== 'link' ? inside : [await describeBroken(files, root, name)];
    }),
  );
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The workspace that lies or is linked exactly at `name`, if one can be opened there; it costs no look at any other. */
export async function findExactly(
  name: string,
  { host, files }: Pick<World, 'host' | 'files'>,
): Promise<Pick<NamedWorkspace, 'name' | 'folder'> | undefined> {
  const root = namesFolder(host);
  const [above = '', ...rest] = name.split('/');
  if (rest.length > 1 || [above, ...rest].some((part) => part === '' || part.startsWith('.'))) return undefined;
  // Below a workspace nothing has a name.
  if (rest.length > 0 && (await isWorkspace(files, `${root}/${above}`))) return undefined;
  const path = `${root}/${name}`;
  if (!(await isWorkspace(files, path))) return undefined;
  return { name, folder: await files.realPath(path).catch(tolerate(path)) };
}

async function isWorkspace(files: Files, folder: string): Promise<boolean> {
  const info = await files.inspect(`${folder}/workspace.poly`).catch(tolerate(undefined));
  return info !== undefined && info.kind !== 'directory';
}

async function entriesOf(files: Files, folder: string): ReturnType<Files['list']> {
  const entries = await files.list(folder).catch(tolerate([]));
  return entries.filter(({ name, kind }) => !name.startsWith('.') && (kind === 'directory' || kind === 'link'));
}

/** The workspace at that name, if one is there; a link that leads to none is a broken one when `isExpected`. */
async function lookAt(
  files: Files,
  root: string,
  name: string,
  isExpected = false,
): Promise<NamedWorkspace | undefined> {
  const path = `${root}/${name}`;
  if (!(await isWorkspace(files, path))) {
    return isExpected ? describeBroken(files, root, name) : undefined;
  }
  const folder = await files.realPath(path).catch(tolerate(path));
  return { name, folder, ...(await describeWorkspace(files, path)) };
}

/** What the workspace in `folder` says of itself, as far as it can be read. */
export async function describeWorkspace(
  files: Files,
  folder: string,
): Promise<Pick<NamedWorkspace, 'title' | 'organization' | 'broken'>> {
  const path = `${folder}/workspace.poly`;
  const info = await files.inspect(path).catch(tolerate(undefined));
  const isReadable = info !== undefined && info.size <= LARGEST_BYTES;
  const text = isReadable ? await files.read(path).catch(tolerate(undefined)) : undefined;
  return saysOfItself(text?.toString('utf8'));
}

async function describeBroken(files: Files, root: string, name: string): Promise<NamedWorkspace> {
  const path = `${root}/${name}`;
  const target = await files.realPath(path).catch(tolerate(path));
  return {
    name,
    folder: target,
    isGone: true,
    broken: target === path ? 'the folder it leads to is gone' : 'no workspace.poly there',
  };
}

function saysOfItself(text: string | undefined): Pick<NamedWorkspace, 'title' | 'organization' | 'broken'> {
  if (text === undefined) return { broken: 'its workspace.poly cannot be read' };
  try {
    const value: unknown = parse(text, { logLevel: 'error' });
    if (!isPlainMap(value)) return { broken: 'its workspace.poly is not a map' };
    const { name, organization } = value;
    return {
      ...(typeof name === 'string' ? { title: name } : {}),
      ...(typeof organization === 'string' ? { organization } : {}),
    };
  } catch {
    return { broken: 'its workspace.poly is not valid YAML' };
  }
}

/** A list shows what it can: a folder that may not be read is no reason to show nothing. */
function tolerate<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isProblem(error)) return value;
    throw error;
  };
}
