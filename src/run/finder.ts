import { createSkipTable, LONG_NEEDLE, type SkipTable } from './skip-table.ts';

/** Finds many byte strings at once. */
export interface Finder {
  /** Looks for these too from now on; each is at least three bytes long. One more costs what it costs, not what those before did. */
  readonly add: (needles: readonly Buffer[]) => void;
  /** True while there is nothing to find. */
  readonly isEmpty: () => boolean;
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
export function createFinder(): Finder {
  const known = new Set<string>();
  const groups = [createGroup(), createGroup()] as const;
  const [short, long] = groups;
  return {
    add(needles) {
      const fresh = needles.filter((needle) => {
        const key = needle.toString('latin1');
        return known.has(key) ? false : known.add(key);
      });
      short.add(fresh.filter((needle) => needle.length < LONG_NEEDLE));
      long.add(fresh.filter((needle) => needle.length >= LONG_NEEDLE));
    },
    isEmpty: () => known.size === 0,
    scan(bytes, found) {
      const unfinished = groups.map((group) => group.scan(bytes, found));
      if (!short.isEmpty() && !long.isEmpty() && found.length > 2) sortPairs(found);
      return Math.min(bytes.length, ...unfinished);
    },
  };
}

function createGroup(): Finder {
  let needles: Buffer[] = [];
  let table: SkipTable | undefined;
  return {
    add(fresh) {
      // Many at once are entered faster by a table made for them all.
      const rest = fresh.length > needles.length ? fresh : fresh.filter((needle) => table?.admit(needle) !== true);
      if (rest.length === 0) return;
      needles = [...needles, ...rest].sort((a, b) => a.compare(b));
      table = createSkipTable(needles);
    },
    isEmpty: () => table === undefined,
    scan: (bytes, found) => table?.scan(bytes, found) ?? bytes.length,
  };
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
