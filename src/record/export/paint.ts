import { applyRendition, type Look, PLAIN } from './style.ts';

/** Characters that look the same. */
export interface Run {
  readonly text: string;
  readonly look: Look;
}

/** Escape sequences and control characters (ECMA-48): control sequences, operating system commands such as links, shorter ones, and what is cut off. */
// prettier-ignore
const CONTROL = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b\[[0-?]*[ -/]*$|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

// prettier-ignore
const ANY_CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;

/** What moves within the line: a carriage return, a backspace, cursor left, right and to a column, erasing. */
// prettier-ignore
const MOVES = /[\r\b]|\u001b\[[0-9;]*[CDGKX]/;

/** A line is never wider, whatever a cursor is told. */
const WIDEST = 65_536;

/**
 * Turns raw lines of one stream into what a terminal would show at last: colours carry over from line to line, and what a progress bar
 * has written over is gone. Movements between lines have no effect.
 */
export function createPainter(): (raw: string) => Run[] {
  let look = PLAIN;
  return (raw) => {
    const painted = MOVES.test(raw) ? paintCells(raw, look) : paintRuns(raw, look);
    look = painted.look;
    return painted.runs;
  };
}

/** The characters of runs. */
export function textOf(runs: readonly Run[]): string {
  return runs.length === 1 ? (runs[0]?.text ?? '') : runs.map(({ text }) => text).join('');
}

interface Painted {
  readonly runs: Run[];
  readonly look: Look;
}

interface Piece {
  /** Characters before the sequence. */
  readonly text: string;
  readonly control: string;
  readonly parameters: string;
  readonly final: string;
}

function* cut(raw: string): Generator<Piece> {
  let from = 0;
  for (const match of raw.matchAll(CONTROL)) {
    const [control, parameters = '', final = ''] = match;
    yield { text: raw.slice(from, match.index), control, parameters, final };
    from = match.index + control.length;
  }
  if (from < raw.length) yield { text: raw.slice(from), control: '', parameters: '', final: '' };
}

function paintRuns(raw: string, before: Look): Painted {
  if (!ANY_CONTROL.test(raw)) return { runs: raw === '' ? [] : [{ text: raw, look: before }], look: before };
  const runs: Run[] = [];
  let look = before;
  for (const { text, parameters, final } of cut(raw)) {
    const last = runs.at(-1);
    if (text !== '' && last?.look === look) runs.splice(-1, 1, { text: last.text + text, look });
    else if (text !== '') runs.push({ text, look });
    if (final === 'm') look = applyRendition(look, parameters);
  }
  return { runs, look };
}

interface Cell {
  readonly character: string;
  readonly look: Look;
}

function paintCells(raw: string, before: Look): Painted {
  const cells: Cell[] = [];
  let [look, column] = [before, 0];
  for (const piece of cut(raw)) {
    for (const character of piece.text) {
      // What is skipped by a cursor is blank.
      while (cells.length < column) cells.push({ character: ' ', look: PLAIN });
      cells[column] = { character, look };
      column += 1;
    }
    if (piece.final === 'm') look = applyRendition(look, piece.parameters);
    else column = Math.min(WIDEST, moveCursor(piece, { cells, column }));
  }
  return { runs: joinCells(cells), look };
}

/** Answers the column the cursor is in afterwards. */
function moveCursor(
  { control, parameters, final }: Piece,
  { cells, column }: { cells: Cell[]; readonly column: number },
): number {
  if (control === '\r') return 0;
  if (control === '\b') return Math.max(0, column - 1);
  const count = Number(parameters.split(';', 1).join('') || 'NaN');
  const steps = Number.isNaN(count) || count === 0 ? 1 : count;
  if (final === 'C') return column + steps;
  if (final === 'D') return Math.max(0, column - steps);
  if (final === 'G') return steps - 1;
  if (final === 'K') {
    if (count === 1) cells.fill({ character: ' ', look: PLAIN }, 0, Math.min(column + 1, cells.length));
    else cells.splice(count === 2 ? 0 : column);
  }
  if (final === 'X') cells.fill({ character: ' ', look: PLAIN }, column, Math.min(column + steps, cells.length));
  return column;
}

function joinCells(cells: readonly Cell[]): Run[] {
  const runs: { text: string; look: Look }[] = [];
  for (const { character, look } of cells) {
    const last = runs.at(-1);
    if (last?.look === look) last.text += character;
    else runs.push({ text: character, look });
  }
  const last = runs.at(-1);
  if (last?.look === PLAIN) last.text = last.text.trimEnd();
  return runs;
}
