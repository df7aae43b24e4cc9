import type { Place } from '../../errors.ts';
import type { Style } from './style.ts';
import { makeVisible } from './visible.ts';
import { cutWindow, measureWidth } from './width.ts';

const TAB = '    ';

/** The lines around a place, with line numbers and a caret line below what is wrong; nothing when the place carries no source. Fits `columns`. */
export function drawSource(place: Place, style: Style, columns: number): string[] {
  const lines = place.snippet ?? [];
  const digits = Math.max(2, ...lines.map(({ line }) => String(line).length));
  const caret = findCaret(place);
  const room = Math.max(10, columns - digits - ' '.repeat(6).length);
  const start = chooseStart(caret, room);
  return lines.flatMap(({ line, text }) => {
    const source =
      `   ${style(`${String(line).padStart(digits)} |`, 'dim')} ${cutWindow(expand(text), start, room)}`.trimEnd();
    if (line !== place.line || caret === undefined) return [source];
    const mark = '^'.repeat(Math.max(1, Math.min(caret.width, room + start - caret.column)));
    return [
      source,
      `   ${style(`${' '.repeat(digits)} |`, 'dim')} ${' '.repeat(caret.column - start)}${style(mark, 'red', 'bold')}`,
    ];
  });
}

interface Caret {
  readonly column: number;
  readonly width: number;
}

function findCaret({ line, column, length, snippet }: Place): Caret | undefined {
  const text = snippet?.find((shown) => shown.line === line)?.text;
  if (text === undefined) return undefined;
  const from = Math.min(Math.max(0, column - 1), text.length);
  return {
    column: measureWidth(expand(text.slice(0, from))),
    width: Math.max(1, measureWidth(expand(text.slice(from, from + (length ?? 1))).trimEnd())),
  };
}

/** Lines are cut on the left only when the caret would otherwise not show. */
function chooseStart(caret: Caret | undefined, room: number): number {
  if (caret === undefined || caret.column + Math.min(caret.width, 8) < room) return 0;
  return Math.max(0, caret.column - Math.floor(room / 2));
}

function expand(text: string): string {
  return makeVisible(text.replace(/\r?\n$/u, ''), '\t').replaceAll('\t', TAB);
}
