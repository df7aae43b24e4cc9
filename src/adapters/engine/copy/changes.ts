import { type Entry, isAlike, printOf, type Tree } from './entry.ts';

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
    settled: [] as string[],
  };
  for (const [path, ours] of here.changed) {
    const theirs = there.changed.get(path);
    if (theirs === undefined) work.send.push(ours);
    else if (isAlike(ours, theirs)) work.settled.push(path);
    else {
      if (ours.type !== 'folder' || theirs.type !== 'folder') work.conflicts.push(theirs);
      work.send.push(ours);
    }
  }
  for (const [path, theirs] of there.changed) if (!here.changed.has(path)) work.fetch.push(theirs);
  for (const path of here.removed) {
    if (there.removed.has(path)) work.settled.push(path);
    else if (!there.changed.has(path)) work.removeThere.push(path);
  }
  for (const path of there.removed) {
    if (!here.removed.has(path) && !here.changed.has(path)) work.removeHere.push(path);
  }
  return work;
}
