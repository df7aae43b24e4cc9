import { lstatSync, readdirSync, readlinkSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import type { Entry, Tree } from './entry.ts';
import type { Rules } from './rules.ts';

/** Other work gets a turn this often; asking the file system without waiting is several times faster than asking it with. */
const TURN_MS = 15;

/** Everything below `root` that the rules let through, the root itself as the first. What vanishes meanwhile is not in it. */
export async function scanTree(root: string, rules: Rules): Promise<Tree> {
  const tree = new Map<string, Entry>();
  let turnMs = performance.now();
  const visit = async (folder: string): Promise<void> => {
    for (const item of listFolder(path.join(root, folder))) {
      const place = folder === '' ? item.name : `${folder}/${item.name}`;
      if (rules.isOut(place, item.isDirectory())) continue;
      const entry = lookAt(root, place);
      if (entry === undefined) continue;
      tree.set(place, entry);
      if (performance.now() - turnMs > TURN_MS) {
        await new Promise(setImmediate);
        turnMs = performance.now();
      }
      if (entry.type === 'folder') await visit(place);
    }
  };
  const own = lookAt(root, '');
  if (own !== undefined) tree.set('', own);
  await visit('');
  return tree;
}

/** One entry as it is now; undefined when there is none, or none that is copied. */
export function lookAt(root: string, place: string): Entry | undefined {
  const file = path.join(root, place);
  const info = statLink(file);
  const type = info === undefined ? undefined : typeOf(info);
  if (info === undefined || type === undefined) return undefined;
  return {
    path: place,
    type,
    mode: type === 'link' ? 0o777 : Number(info.mode) & 0o7777,
    size: type === 'file' ? Number(info.size) : 0,
    mtime: type === 'file' ? formatTime(info.mtimeNs) : '0',
    uid: Number(info.uid),
    gid: Number(info.gid),
    link: type === 'link' ? readlinkSync(file) : '',
  };
}

/** Also undefined below what is no folder, which older versions of node throw for. */
function statLink(file: string): BigIntStats | undefined {
  try {
    return lstatSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function typeOf(info: BigIntStats): Entry['type'] | undefined {
  if (info.isFile()) return 'file';
  if (info.isDirectory()) return 'folder';
  return info.isSymbolicLink() ? 'link' : undefined;
}

function formatTime(nanoseconds: bigint): string {
  const digits = String(nanoseconds).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function listFolder(folder: string): { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
