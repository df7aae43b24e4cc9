/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`, or `limit + 1` when there are more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    [before, above] = [above, current];
  }
  return above[b.length] ?? 0;
}

/** More are not looked at: the comparison of one with each of ten thousand takes a hundredth of a second. */
const MOST_CANDIDATES = 2_000;

/** The candidate a mistyped `word` most likely means, or undefined when none is close; case counts for nothing. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Longer words are nobody's typing mistake, and the comparison costs the product of both lengths.
  if (word.length > 100) return undefined;
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > MOST_CANDIDATES) break;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase(), limit);
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** What most likely was meant: the nearest by spelling, else one that begins like the word, else one that holds it. */
export function guessMeant(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  if (near !== undefined || word.length < 2) return near;
  const low = word.toLowerCase();
  const begins = candidates.find((each) => each.toLowerCase().startsWith(low));
  return begins ?? (low.length < 3 ? undefined : candidates.find((each) => each.toLowerCase().includes(low)));
}
