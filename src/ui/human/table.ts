import type { TableView } from '../view.ts';
import { drawStack } from './stack.ts';
import type { Style } from './style.ts';
import { makeVisible } from './visible.ts';
import { measureWidth, truncate } from './width.ts';

const GAP = '  ';
/** What a shortened column keeps at least, and what it should keep before optional columns are given up for it. */
const NARROWEST = 4;
const READABLE = 12;

/** A column as it is drawn: its title and its cells, top to bottom. */
export interface DrawnColumn {
  readonly cells: readonly { readonly text: string; readonly paint: (text: string) => string }[];
  readonly width: number;
  readonly fixed: boolean;
  readonly whole: boolean;
  readonly optional: boolean;
}

/**
 * Lines of a table: an upper-case header, then the rows. Fits `columns` as far as it can, if need be with what belongs to a row below its first cell;
 * without them nothing is cut or left out.
 */
export function drawTable(view: TableView, style: Style, columns: number | undefined): string[] {
  const all = view.columns.map((_, index) => drawColumn(view, index, style));
  if (columns === undefined) return drawRows(all);
  const readable = leaveOut(all, columns);
  const tight = shrink(readable, columns);
  const isStacked = measure(tight) > columns || (all.some(({ whole }) => whole) && !isReadable(readable, columns));
  return isStacked ? drawStack(all, columns) : drawRows(tight);
}

function drawRows(shown: readonly DrawnColumn[]): string[] {
  return (shown[0]?.cells ?? []).map((_, row) =>
    shown
      .map(({ cells, width }) => {
        const { text, paint } = cells[row] ?? { text: '', paint: String };
        const cell = truncate(text, width);
        return paint(cell) + ' '.repeat(width - measureWidth(cell));
      })
      .join(GAP)
      .trimEnd(),
  );
}

function drawColumn(view: TableView, index: number, style: Style): DrawnColumn {
  const { title = '', fixed = false, whole = false, optional = false } = view.columns[index] ?? {};
  const cells = view.cells.map((row) => {
    const { text = '', colour } = row[index] ?? {};
    return { text: makeVisible(text), paint: (cell: string) => (colour === undefined ? cell : style(cell, colour)) };
  });
  const head = { text: title.toUpperCase(), paint: (cell: string) => style(cell, 'dim') };
  const width = [head, ...cells].reduce((widest, { text }) => Math.max(widest, measureWidth(text)), 0);
  return { cells: [head, ...cells], width, fixed: fixed || whole, whole, optional };
}

/** Gives up optional columns, last first, while the others would not be readable beside them. */
function leaveOut(all: readonly DrawnColumn[], columns: number): readonly DrawnColumn[] {
  const last = all.findLastIndex(({ optional }) => optional);
  return last < 0 || isReadable(all, columns) ? all : leaveOut(all.toSpliced(last, 1), columns);
}

function isReadable(all: readonly DrawnColumn[], columns: number): boolean {
  const least = all.map((column) => ({ width: column.fixed ? column.width : Math.min(column.width, READABLE) }));
  return measure(least) <= columns;
}

/** Takes width from the widest columns that may be shortened. */
function shrink(all: readonly DrawnColumn[], columns: number): readonly DrawnColumn[] {
  const widths = all.map(({ width }) => width);
  for (let excess = measure(all) - columns; excess > 0;) {
    const ranked = [...all.keys()]
      .filter((index) => all[index]?.fixed === false)
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    const [widest = 0, next = 0] = ranked.map((index) => widths[index]);
    const step = Math.min(excess, Math.max(1, widest - next), widest - NARROWEST);
    if (step <= 0) break;
    widths[ranked[0] ?? 0] = widest - step;
    excess -= step;
  }
  return all.map((column, index) => ({ ...column, width: widths[index] ?? 0 }));
}

function measure(all: readonly { readonly width: number }[]): number {
  return all.reduce((sum, { width }) => sum + width, GAP.length * (all.length - 1));
}
