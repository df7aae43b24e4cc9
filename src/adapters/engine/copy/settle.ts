import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { Problem } from '../../../errors.ts';
import type { Entry } from './entry.ts';

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
  const isSafe = guard(root);
  for (const place of [...places].sort((a, b) => b.length - a.length)) {
    if (!isSafe(place)) continue;
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

/** Puts entries into their places, each at once: folders first, files and links by renaming. Throws LINK_OUTSIDE where a link stands in the way. */
export function placeEntries(root: string, entries: readonly Entry[], { staged, folder, owner }: SettleOptions): void {
  const isSafe = guard(root);
  const ordered = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const entry of ordered) {
    if (!isSafe(entry.path)) throw describeEscape(entry.path);
    const target = path.join(root, entry.path);
    if (entry.type === 'folder') {
      clearFor(target, true);
      mkdirSync(target, { recursive: true });
    } else {
      const waiting = entry.type === 'link' ? path.join(folder, 'link') : (staged.get(entry.path) ?? '');
      if (entry.type === 'link') symlinkSync(entry.link, waiting);
      else {
        chmodSync(waiting, entry.mode);
        utimesSync(waiting, Number(entry.mtime), Number(entry.mtime));
        const owned = owner(entry);
        if (owned !== undefined) chownSync(waiting, owned.uid, owned.gid);
      }
      clearFor(target, false);
      renameSync(waiting, target);
    }
  }
  // Last, or a folder that may not be written could not be filled.
  for (const entry of ordered.reverse()) {
    if (entry.type !== 'folder') continue;
    const target = path.join(root, entry.path);
    const owned = owner(entry);
    if (owned !== undefined) chownSync(target, owned.uid, owned.gid);
    chmodSync(target, entry.mode);
  }
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

/** Renaming replaces a file or a link; anything of the other kind must go before. */
function clearFor(target: string, folder: boolean): void {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there !== undefined && there.isDirectory() !== folder) rmSync(target, { recursive: true });
}

/** Says whether a path stays inside the root: no `..`, and no link on the way to it. */
function guard(root: string): (place: string) => boolean {
  const known = new Map<string, boolean>([
    ['', true],
    ['.', true],
  ]);
  const isFolder = (place: string): boolean => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const info = lstatSync(path.join(root, place), { throwIfNoEntry: false });
    const answer = isFolder(path.dirname(place)) && info?.isDirectory() === true;
    // What is not there yet may come with the next entry.
    if (info !== undefined) known.set(place, answer);
    return answer;
  };
  return (place) => {
    if (path.isAbsolute(place) || place.split('/').includes('..')) return false;
    return place === '' || isFolder(path.dirname(place));
  };
}
