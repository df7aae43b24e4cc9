import type { DrawnColumn } from './table.ts';
import { measureWidth, truncate } from './width.ts';

const INDENT = '  ';

/**
 * A table for a terminal too narrow for it: the first cell of a row on a line of its own, the others below it behind their titles. Nothing is left out
 * but what is empty; lines are cut to `columns`, except for cells of `whole` columns and the first.
 */
export function drawStack(all: readonly DrawnColumn[], columns: number): string[] {
  const [first, ...others] = all;
  if (first === undefined) return [];
  const labels = others.map(({ cells }) => (cells[0]?.text ?? '').toLowerCase());
  const indent = Math.max(0, ...labels.map(measureWidth)) + 2 * INDENT.length;
  return first.cells.slice(1).flatMap(({ text, paint }, index) => {
    const below = others.flatMap(({ cells, whole }, at) => {
      const cell = cells[index + 1];
      if (cell === undefined || cell.text === '') return [];
      const label = labels[at] ?? '';
      const padding = ' '.repeat(indent - INDENT.length - measureWidth(label));
      const shown = whole ? cell.text : truncate(cell.text, Math.max(1, columns - indent));
      return [`${INDENT}${cells[0]?.paint(label) ?? label}${padding}${cell.paint(shown)}`];
    });
    return text === '' ? below : [paint(text), ...below];
  });
}
