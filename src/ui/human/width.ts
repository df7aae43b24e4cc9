import stringWidth from 'fast-string-width';

// Made when first needed: it takes as long as reading a whole workspace.
let segmenter: Intl.Segmenter | undefined;

/** Columns a text takes on a terminal; escape sequences take none. */
export function measureWidth(text: string): number {
  return stringWidth(text);
}

/** Shortens a text to `columns`, the last one being `…` when something was cut. The text holds no escape sequences. */
export function truncate(text: string, columns: number): string {
  return cutWindow(text, 0, columns);
}

/** What shows of a text through a window `columns` wide that starts at column `start`; `…` marks what was cut on either side. Takes at least three columns unless `start` is 0. */
export function cutWindow(text: string, start: number, columns: number): string {
  const isCutBefore = start > 0;
  const isCutAfter = measureWidth(text) > start + columns;
  if (!isCutBefore && !isCutAfter) return text;
  const first = start + (isCutBefore ? 1 : 0);
  const end = start + columns - (isCutAfter ? 1 : 0);
  let column = 0;
  let shown = '';
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) {
    const from = column;
    column += measureWidth(segment);
    // A wide character half outside leaves a blank, so that everything after it keeps its column.
    if (from < first) shown = ' '.repeat(Math.max(0, Math.min(column, end) - first));
    else if (column <= end) shown += segment;
    else break;
  }
  if (column <= start) return '';
  return `${isCutBefore ? '…' : ''}${shown}${isCutAfter ? '…' : ''}`;
}
