import { matchLongest } from './longest-match.ts';

/** Needles shorter than this are looked for apart: the shortest needle decides how far a search may skip. */
export const LONG_NEEDLE = 5;
/** More of a needle than this is not looked at to decide how far to skip. */
const WIDEST_WINDOW = 16;
/** A table this much fuller than it was made for skips too seldom. */
const CROWDED = 4;

/** The search for one group of needles. */
export interface SkipTable {
  /** Takes one more, unless it is shorter than the window or the table has grown crowded: then a new table is to be made. */
  admit(needle: Buffer): boolean;
  /** See Finder.scan; what is found is in the order of its places. */
  scan(bytes: Buffer, found: number[]): number;
}

/** Tables for `needles`, sorted and distinct and three bytes long at least. The list is kept, and grows with what is admitted. */
export function createSkipTable(needles: Buffer[]): SkipTable {
  const window = needles.reduce((least, { length }) => Math.min(least, length), WIDEST_WINDOW);
  // Two bytes decide how far to go while the window is short, three while it is long; `third` blots out the third.
  const size = window < LONG_NEEDLE ? 2 : 3;
  const third = size === 2 ? 0 : 0xff;
  const bits = size === 2 ? 13 : Math.min(18, Math.max(13, Math.ceil(Math.log2(needles.length * window * 16))));
  const mask = 2 ** bits - 1;
  const capacity = bits === 18 ? Infinity : needles.length * CROWDED;
  const hash = (bytes: Buffer, end: number): number =>
    ((bytes[end] ?? 0) ^ ((bytes[end - 1] ?? 0) << 5) ^ (((bytes[end - 2] ?? 0) & third) << 10)) & mask;

  const skips = new Uint8Array(mask + 1).fill(window - size + 1);
  const buckets = new Map<number, Buffer[]>();
  const enter = (needle: Buffer): void => {
    for (let end = size - 1; end < window; end += 1) {
      const block = hash(needle, end);
      skips[block] = Math.min(skips[block] ?? 0, window - 1 - end);
    }
    const last = hash(needle, window - 1);
    const bucket = buckets.get(last);
    if (bucket === undefined) buckets.set(last, [needle]);
    else insertSorted(bucket, needle);
  };
  needles.forEach(enter);

  return {
    admit(needle) {
      if (needle.length < window || needles.length >= capacity) return false;
      insertSorted(needles, needle);
      enter(needle);
      return true;
    },
    scan(bytes, found) {
      const { length } = bytes;
      let unfinished = length;
      let end = window - 1;
      while (end < length) {
        const block = hash(bytes, end);
        const skip = skips[block] ?? 0;
        if (skip > 0) {
          end += skip;
          continue;
        }
        const start = end - window + 1;
        const matched = matchLongest(buckets.get(block) ?? [], bytes, start);
        if (matched.size > 0) found.push(start, start + matched.size);
        if (matched.isUnfinished && start < unfinished) unfinished = start;
        end += 1;
      }
      for (let start = Math.max(0, length - window + 1); start < unfinished; start += 1) {
        if (matchLongest(needles, bytes, start).isUnfinished) unfinished = start;
      }
      return unfinished;
    },
  };
}

/** Puts a needle at its place; mostly the last, as tables are made from sorted lists. */
function insertSorted(sorted: Buffer[], needle: Buffer): void {
  let [from, to] = [0, sorted.length];
  const last = sorted.at(-1);
  if (last !== undefined && last.compare(needle) < 0) from = to;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? needle).compare(needle) < 0) from = middle + 1;
    else to = middle;
  }
  sorted.splice(from, 0, needle);
}
