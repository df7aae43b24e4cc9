/** Needles shorter than this are looked for apart: the shortest needle decides how far a search may skip. */
const LONG_NEEDLE = 5;
/** More of a needle than this is not looked at to decide how far to skip. */
const WIDEST_WINDOW = 16;

/** Finds many byte strings at once. */
export interface Finder {
  /**
   * Appends `start, end` of the longest needle at every place where one begins, overlapping ones included, to `found`, sorted by start.
   * Returns where the longest unfinished needle at the end of `bytes` begins: `bytes.length` when there is none.
   */
  readonly scan: (bytes: Buffer, found: number[]) => number;
}

/**
 * Makes a finder. It is a Wu-Manber search: a table tells for the last bytes of a window how far the window can be moved, so most bytes
 * of ordinary text are never looked at, however many needles there are.
 */
export function createFinder(needles: readonly Buffer[]): Finder {
  const distinct = [...new Map(needles.map((needle) => [needle.toString('latin1'), needle])).values()].sort((a, b) =>
    a.compare(b),
  );
  const groups = [
    distinct.filter((needle) => needle.length < LONG_NEEDLE),
    distinct.filter((needle) => needle.length >= LONG_NEEDLE),
  ].filter((group) => group.length > 0);
  const scans = groups.map((group) => createScan(group));
  return {
    scan(bytes, found) {
      const unfinished = scans.map((scan) => scan(bytes, found));
      if (scans.length > 1 && found.length > 2) sortPairs(found);
      return Math.min(bytes.length, ...unfinished);
    },
  };
}

/** `needles` are sorted, distinct and at least three bytes long. */
function createScan(needles: readonly Buffer[]): Finder['scan'] {
  const window = needles.reduce((least, { length }) => Math.min(least, length), WIDEST_WINDOW);
  // Two bytes decide how far to go while the window is short, three while it is long; `third` blots out the third.
  const size = window < LONG_NEEDLE ? 2 : 3;
  const third = size === 2 ? 0 : 0xff;
  const bits = size === 2 ? 13 : Math.min(18, Math.max(13, Math.ceil(Math.log2(needles.length * window * 16))));
  const mask = 2 ** bits - 1;
  const hash = (bytes: Buffer, end: number): number =>
    ((bytes[end] ?? 0) ^ ((bytes[end - 1] ?? 0) << 5) ^ (((bytes[end - 2] ?? 0) & third) << 10)) & mask;

  const skips = new Uint8Array(mask + 1).fill(window - size + 1);
  const buckets = new Map<number, Buffer[]>();
  for (const needle of needles) {
    for (let end = size - 1; end < window; end += 1) {
      const block = hash(needle, end);
      skips[block] = Math.min(skips[block] ?? 0, window - 1 - end);
    }
    const last = hash(needle, window - 1);
    const bucket = buckets.get(last);
    if (bucket === undefined) buckets.set(last, [needle]);
    else bucket.push(needle);
  }

  return (bytes, found) => {
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
  };
}

interface Match {
  /** Length of the longest needle that stands here whole; 0 when none does. */
  readonly size: number;
  /** True when the bytes end within a longer one. */
  readonly isUnfinished: boolean;
}

/**
 * The longest of `needles` that stands at `start`.
 * The candidates are narrowed byte by byte, so that a thousand needles with one beginning cost no more than one.
 */
function matchLongest(needles: readonly Buffer[], bytes: Buffer, start: number): Match {
  let low = 0;
  let high = needles.length;
  let longest = 0;
  for (let depth = 0; low < high; depth += 1) {
    if (needles[low]?.length === depth) {
      longest = depth;
      low += 1;
      if (low === high) break;
    }
    const byte = bytes[start + depth];
    if (byte === undefined) return { size: longest, isUnfinished: true };
    low = findFirst(needles, { low, high, depth, atLeast: byte });
    high = findFirst(needles, { low, high, depth, atLeast: byte + 1 });
  }
  return { size: longest, isUnfinished: false };
}

/** First needle of a sorted range, whose bytes before `depth` are all the same, that has `atLeast` at `depth`. */
function findFirst(
  needles: readonly Buffer[],
  { low, high, depth, atLeast }: { low: number; high: number; depth: number; atLeast: number },
): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((needles[middle]?.[depth] ?? -1) < atLeast) from = middle + 1;
    else to = middle;
  }
  return from;
}

function sortPairs(pairs: number[]): void {
  const sorted: [number, number][] = [];
  for (let at = 0; at < pairs.length; at += 2) sorted.push([pairs[at] ?? 0, pairs[at + 1] ?? 0]);
  sorted.sort(([a], [b]) => a - b);
  sorted.forEach(([start, end], index) => {
    pairs[index * 2] = start;
    pairs[index * 2 + 1] = end;
  });
}
