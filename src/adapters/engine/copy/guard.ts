import { lstatSync } from 'node:fs';
import path from 'node:path';
import { type Entry, isPlainPath } from './entry.ts';

/** Keeps what comes from elsewhere inside one folder. */
export interface Guard {
  /** True for a path of plain names without a link on the way to it; what it leads to itself may be anything. */
  allows(place: string): boolean;
  /** To be told of every file and link that was put into its place. */
  placed(entry: Pick<Entry, 'path' | 'type'>): void;
}

/** A guard of the folder `root`. It asks the file system once for each folder on the way. */
export function createGuard(root: string): Guard {
  const known = new Map<string, boolean>();
  const isFolder = (place: string): boolean => {
    if (place === '.') return true;
    const before = known.get(place);
    if (before !== undefined) return before;
    const info = lstatSync(path.join(root, place), { throwIfNoEntry: false });
    const answer = isFolder(path.dirname(place)) && info?.isDirectory() === true;
    // What is not there yet may come with the next entry.
    if (info !== undefined) known.set(place, answer);
    return answer;
  };
  return {
    allows: (place) => place === '' || (isPlainPath(place) && isFolder(path.dirname(place))),
    placed({ path: place, type }) {
      // Where names are equal that are written differently, a link may have replaced a folder known by another name.
      if (type === 'link' || known.has(place)) known.clear();
    },
  };
}
