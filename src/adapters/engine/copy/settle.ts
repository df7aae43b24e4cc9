import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { Problem } from '../../../errors.ts';
import { FILLING_MODE } from './changes.ts';
import type { Entry } from './entry.ts';
import { createGuard } from './guard.ts';

export interface SettleOptions {
  /** Where the bytes of files wait, by path. */
  readonly staged: ReadonlyMap<string, string>;
  /** A folder of the same file system for links on their way. */
  readonly folder: string;
  /** Who is to own an entry here; undefined: whoever we are. */
  readonly owner: (entry: Entry) => { readonly uid: number; readonly gid: number } | undefined;
}

/** Removes entries, the deepest first. A folder that still holds something of ours stays. */
export function removePlaces(root: string, places: readonly string[]): void {
  const guard = createGuard(root);
  for (const place of [...places].sort((a, b) => b.length - a.length)) {
    if (!guard.allows(place)) continue;
    const file = path.join(root, place);
    try {
      if (lstatSync(file).isDirectory()) rmdirSync(file);
      else unlinkSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENOTEMPTY') throw error;
    }
  }
}

/**
 * Puts entries into their places, each at once: folders first, files and links by renaming. Answers which it could not place, since a folder
 * with something in it stands there. Throws LINK_OUTSIDE where a link stands in the way.
 */
export function placeEntries(
  root: string,
  entries: readonly Entry[],
  { staged, folder, owner }: SettleOptions,
): readonly Entry[] {
  const guard = createGuard(root);
  const ordered = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocked: Entry[] = [];
  for (const entry of ordered) {
    if (!guard.allows(entry.path)) throw describeEscape(entry.path);
    const target = path.join(root, entry.path);
    if (!makeRoom(target, entry.type)) blocked.push(entry);
    else if (entry.type === 'folder') makeFolder(target, entry, { folder, owner });
    else {
      const waiting = entry.type === 'link' ? path.join(folder, 'link') : (staged.get(entry.path) ?? '');
      if (entry.type === 'link') symlinkSync(entry.link, waiting);
      else {
        chmodSync(waiting, entry.mode);
        utimesSync(waiting, Number(entry.mtime), Number(entry.mtime));
        const owned = owner(entry);
        if (owned !== undefined) chownSync(waiting, owned.uid, owned.gid);
      }
      renameSync(waiting, target);
      guard.placed(entry);
    }
  }
  // Last, or a folder that may not be written could not be filled.
  for (const entry of ordered.reverse()) {
    const target = path.join(root, entry.path);
    if (entry.type !== 'folder' || !guard.allows(entry.path) || !lstatSync(target).isDirectory()) continue;
    const owned = owner(entry);
    if (owned !== undefined) chownSync(target, owned.uid, owned.gid);
    chmodSync(target, entry.mode);
  }
  return blocked;
}

/** Not there before it has its mode and owner, as far as it can be filled with them: whoever is killed leaves nothing that looks like a change of ours. */
function makeFolder(target: string, entry: Entry, { folder, owner }: Omit<SettleOptions, 'staged'>): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return;
  const waiting = path.join(folder, 'folder');
  mkdirSync(waiting);
  const owned = owner(entry);
  if (owned !== undefined) chownSync(waiting, owned.uid, owned.gid);
  chmodSync(waiting, entry.mode | FILLING_MODE);
  renameSync(waiting, target);
}

function describeEscape(place: string): Problem {
  return new Problem(
    'LINK_OUTSIDE',
    `${place} came back from the engine, and a link leads there out of the workspace now`,
    {
      hint: `find '${place.split('/')[0] ?? ''}' -maxdepth 0 -type l   (remove the link; the next run brings the file back)`,
    },
  );
}

/** Renaming replaces a file or a link; a folder goes only when it is empty, for what it holds never went to the engine. False: it stays. */
function makeRoom(target: string, type: Entry['type']): boolean {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there === undefined || there.isDirectory() === (type === 'folder')) return true;
  try {
    if (there.isDirectory()) rmdirSync(target);
    else unlinkSync(target);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
