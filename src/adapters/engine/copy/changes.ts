import { type Entry, isAlike, printOf, type Tree } from './entry.ts';

/** What its owner must be allowed in a folder that is being filled. */
export const FILLING_MODE = 0o700;

/** What has become of a tree since both sides were the same. */
export interface Changes {
  readonly changed: Tree;
  readonly removed: ReadonlySet<string>;
}

/** What is to be done so that both sides are the same again. */
export interface Work {
  readonly send: readonly Entry[];
  readonly removeThere: readonly string[];
  readonly fetch: readonly Entry[];
  readonly removeHere: readonly string[];
  /** Changed on both sides, or changed on one and removed on the other: what is here stays, and what was there is put beside it. */
  readonly conflicts: readonly Entry[];
  /** What comes out of a folder there that is no folder here any more, by the path of what stands here instead and stays. */
  readonly displaced: ReadonlyMap<string, readonly Entry[]>;
  /** Already the same on both sides, although changed on both. */
  readonly settled: readonly string[];
}

/** What differs in `now` from what was noted before. */
export function compareWith(before: ReadonlyMap<string, string>, now: Tree): Changes {
  const changed = new Map([...now].filter(([path, entry]) => before.get(path) !== printOf(entry)));
  return { changed, removed: new Set([...before.keys()].filter((path) => !now.has(path))) };
}

/** Decides between two sides. What is here is never overwritten by what came from there without being seen before. */
export function decide(here: Changes, there: Changes): Work {
  const work = {
    send: [] as Entry[],
    removeThere: [] as string[],
    fetch: [] as Entry[],
    removeHere: [] as string[],
    conflicts: [] as Entry[],
    displaced: new Map<string, Entry[]>(),
    settled: [] as string[],
  };
  for (const [path, ours] of here.changed) {
    const theirs = there.changed.get(path);
    if (theirs !== undefined && isAlike(ours, theirs)) work.settled.push(path);
    else if (theirs !== undefined && isBegun(ours, theirs)) work.fetch.push(theirs);
    else {
      if (theirs !== undefined && theirs.type !== 'folder') work.conflicts.push(theirs);
      work.send.push(ours);
    }
  }
  for (const [path, theirs] of there.changed) {
    const obstacle = foldersTo(theirs).find((place) => isObstacle(here.changed.get(place)));
    if (obstacle !== undefined) work.displaced.set(obstacle, [...(work.displaced.get(obstacle) ?? []), theirs]);
    else if (!here.changed.has(path)) work.fetch.push(theirs);
  }
  const needed = new Set(work.fetch.flatMap(({ path }) => foldersAbove(path)));
  for (const path of here.removed) {
    if (there.removed.has(path)) work.settled.push(path);
    else if (!there.changed.has(path) && !needed.has(path)) work.removeThere.push(path);
  }
  work.removeHere.push(...[...there.removed].filter((path) => !here.removed.has(path) && !here.changed.has(path)));
  return work;
}

/** The folders on the way to a path, the outermost first: `a` and `a/b` for `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_name, index) => names.slice(0, index + 1).join('/'));
}

function isObstacle(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.type !== 'folder';
}

/** Those above an entry, and itself when it is one. */
function foldersTo({ path, type }: Entry): string[] {
  return [...foldersAbove(path), ...(type === 'folder' ? [path] : [])];
}

/** A folder is made so that it can be filled, and gets its own mode at the end: one that was killed in between had begun with theirs. */
function isBegun(ours: Entry, theirs: Entry): boolean {
  return ours.type === 'folder' && theirs.type === 'folder' && ours.mode === (theirs.mode | FILLING_MODE);
}
