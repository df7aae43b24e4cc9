import type { TableView } from '../view.ts';
import type { Style } from './style.ts';
import { makeVisible } from './visible.ts';
import { measureWidth, truncate } from './width.ts';

const GAP = '  ';
const NARROWEST = 4;

/** Lines of a table: an upper-case header, then the rows. With `columns` the widest columns are shortened until it fits; without, nothing is cut. */
export function drawTable(view: TableView, style: Style, columns: number | undefined): string[] {
  const head = view.columns.map(({ title }) => title.toUpperCase());
  const rows = view.cells.map((cells) => cells.map(({ text, colour }) => ({ text: makeVisible(text), colour })));
  const natural = head.map((title, index) =>
    Math.max(measureWidth(title), ...rows.map((cells) => measureWidth(cells[index]?.text ?? ''))),
  );
  const widths =
    columns === undefined
      ? natural
      : shrink(
          natural,
          view.columns.map(({ fixed }) => fixed),
          columns,
        );
  const drawLine = (cells: readonly string[], paint: (text: string, index: number) => string): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        const shown = truncate(cell, width);
        const padding = index === cells.length - 1 ? '' : ' '.repeat(width - measureWidth(shown));
        return paint(shown, index) + padding;
      })
      .join(GAP)
      .trimEnd();
  return [
    drawLine(head, (text) => style(text, 'dim')),
    ...rows.map((cells) =>
      drawLine(
        cells.map(({ text }) => text),
        (text, index) => {
          const colour = cells[index]?.colour;
          return colour === undefined ? text : style(text, colour);
        },
      ),
    ),
  ];
}

/** Takes columns from the widest that may be shortened; when none is left, the terminal has to wrap. */
function shrink(natural: readonly number[], fixed: readonly boolean[], columns: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - columns;
  for (; excess > 0; excess -= 1) {
    let widest = -1;
    widths.forEach((width, index) => {
      if (fixed[index] !== true && width > NARROWEST && width > (widths[widest] ?? 0)) widest = index;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
