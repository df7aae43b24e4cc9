import { dirname, join, sep } from 'node:path';
import { isProblem, Problem } from '../errors.ts';
import { mapBounded } from './bounded.ts';
import type { Files } from './ports.ts';

export interface Search {
  /** Absolute folder to look below. */
  readonly root: string;
  /** Name of a block's file. */
  readonly fileName: string;
  /** Absolute folders that are never entered. */
  readonly excluded: readonly string[];
}

export interface Discovery {
  /** Absolute paths, sorted. */
  readonly paths: readonly string[];
  /** The schema.json beside a block file, by the path of the block file. */
  readonly schemas: ReadonlyMap<string, string>;
  /** Folders that could not be looked into, which may well hold a database's data, and links that lead in circles: they stop nothing. */
  readonly warnings: readonly Problem[];
}

const SCHEMA_FILE = 'schema.json';
const NEVER_ENTERED = new Set(['node_modules', '.git']);
const AT_ONCE = 32;

/**
 * Finds every block file below a folder. Links to folders are followed after all real folders, each target once and never one
 * that holds the link itself, so that circles end and a block is found where it really is.
 */
export async function findBlockFiles({ root, fileName, excluded }: Search, files: Files): Promise<Discovery> {
  const paths = new Map<string, string>();
  const foldersWithSchema = new Set<string>();
  const warnings: Problem[] = [];
  const visited = new Set<string>();
  // Links that lead in circles: what cannot be told apart is taken as it is written.
  const realPath = (path: string): Promise<string> =>
    files.realPath(path).catch((cause: unknown) => {
      if (!isProblem(cause)) throw cause;
      warnings.push(cause);
      return path;
    });
  const realRoot = await realPath(root);
  const closed = new Set(await mapBounded(excluded, AT_ONCE, realPath));
  let folders = [{ path: root, real: realRoot }];
  let links: string[] = [];

  const enter = async ({ path, real }: { path: string; real: string }): Promise<typeof folders> => {
    if (visited.has(real) || closed.has(real)) return [];
    visited.add(real);
    const entries = await files.list(path).catch((cause: unknown) => {
      if (!isProblem(cause)) throw cause;
      warnings.push(cause);
      return [];
    });
    const below: typeof folders = [];
    for (const { name, kind } of entries) {
      const child = { path: join(path, name), real: join(real, name) };
      if (name === SCHEMA_FILE && kind !== 'directory') foldersWithSchema.add(path);
      if (NEVER_ENTERED.has(name)) continue;
      if (kind === 'link') links.push(child.path);
      else if (kind === 'directory') below.push(child);
      else if (kind === 'file' && name === fileName) paths.set(child.real, child.path);
    }
    return below;
  };

  const follow = async (link: string): Promise<void> => {
    const target = await files.inspect(link).catch((cause: unknown) => {
      // Links that lead nowhere but to each other.
      if (isProblem(cause)) warnings.push(cause);
      return undefined;
    });
    if (target === undefined || target.kind === 'other') return;
    const real = await files.realPath(link);
    const home = await files.realPath(dirname(link));
    if (target.kind === 'directory' && holds(real, home)) warnings.push(circle(link, real));
    else if (target.kind === 'directory' && !holds(real, realRoot)) folders.push({ path: link, real });
    if (target.kind === 'file' && link.endsWith(sep + fileName) && !paths.has(real)) paths.set(real, link);
  };

  while (folders.length > 0) {
    folders = (await mapBounded(folders, AT_ONCE, enter)).flat();
    if (folders.length > 0) continue;
    const pending = links.sort();
    links = [];
    for (const link of pending) await follow(link);
  }
  const sorted = [...paths.values()].sort();
  const schemas = sorted.flatMap((path) => {
    const folder = dirname(path);
    return foldersWithSchema.has(folder) ? [[path, join(folder, SCHEMA_FILE)] as const] : [];
  });
  return { paths: sorted, schemas: new Map(schemas), warnings };
}

function circle(link: string, real: string): Problem {
  return new Problem('LINK_CIRCULAR', `this link leads to ${real}, which it is in itself; it is not followed`, {
    hint: 'remove the link',
    places: [{ file: link, line: 1, column: 1 }],
  });
}

function holds(folder: string, inner: string): boolean {
  return `${inner}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
