export interface Match {
  /** Length of the longest needle that stands here whole; 0 when none does. */
  readonly size: number;
  /** True when the bytes end within a longer one. */
  readonly isUnfinished: boolean;
}

/**
 * The longest of `needles`, which are sorted and distinct, that stands at `start`.
 * The candidates are narrowed byte by byte, so that a thousand needles with one beginning cost no more than one.
 */
export function matchLongest(needles: readonly Buffer[], bytes: Buffer, start: number): Match {
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
