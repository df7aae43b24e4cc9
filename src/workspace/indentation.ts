import { addDash } from './dashes.ts';
import {
  type Complaint,
  contentOf,
  indentOf,
  isItem,
  isSilent,
  type Line,
  lineAfter,
  lineAt,
  lineBefore,
} from './lines.ts';

/** The complaint about a line that stands out of the column of its neighbours: it, or a lone line before, is told to move. */
export function complainOfIndent(text: string, offset: number): Complaint {
  const line = firstSaying(text, offset);
  const indent = indentOf(line);
  if (!isItem(line) && isLikeItem(text, line)) {
    const message = 'a dash is missing: this line stands in the column of the items above it';
    return { message, hint: addDash(text, line), range: contentOf(line).range };
  }
  if (isMixed(text, line)) {
    const message = 'items of a list, which begin with "- ", and keys of a map stand in one column here';
    return { message, hint: 'begin all of them with "- ", or none', range: contentOf(line).range };
  }
  const first = openerOf(text, line);
  if (first === undefined) {
    return {
      message: 'this line does not fit to the ones above',
      hint: 'align it with its neighbours',
      range: contentOf(line).range,
    };
  }
  const column = columnOf(first, line);
  const isFirstAlone =
    indent > 0 && !isContainer(first, column) && directlyAfter(text, first, line) && sharesColumn(text, line);
  const wrong = isFirstAlone ? first : line;
  const right = isFirstAlone ? indent : column;
  return {
    message: `this line is indented by ${spaces(indentOf(wrong))}, its neighbours by ${String(right)}`,
    hint: `indent it by ${spaces(right)}`,
    range: contentOf(wrong).range,
  };
}

/** `2 spaces`. */
export function spaces(count: number): string {
  return count === 1 ? '1 space' : `${String(count)} spaces`;
}

function firstSaying(text: string, offset: number): Line {
  const line = lineAt(text, offset);
  return isSilent(line) ? (lineAfter(text, line) ?? line) : line;
}

/** True when the thing before `line` in its column is an item and `line` a key, or the other way round. */
function isMixed(text: string, line: Line): boolean {
  let above = lineBefore(text, line);
  const previous = above;
  while (above !== undefined && indentOf(above) > indentOf(line)) above = lineBefore(text, above);
  if (above === undefined || indentOf(above) !== indentOf(line) || isItem(above) === isItem(line)) return false;
  // An item of several lines shows where its keys belong, and the items below a key where theirs do: `line` is just one of them.
  if (isItem(above)) return above === previous;
  const first = lineAfter(text, above);
  return first === undefined || !isItem(first) || first.start === line.start;
}

/** True for a key where an item is due: that of the item above it, or one that follows on an item of a single line. */
function isLikeItem(text: string, line: Line): boolean {
  const [key] = /^[\w./-]+:(?=\s|$)/.exec(contentOf(line).text) ?? [];
  let above = lineBefore(text, line);
  while (above !== undefined && indentOf(above) > indentOf(line)) above = lineBefore(text, above);
  if (key === undefined || above === undefined || indentOf(above) !== indentOf(line) || !isItem(above)) return false;
  const first = contentOf(above).text.replace(/^(?:- +)+/, '');
  return first === key || first.startsWith(`${key} `);
}

/** The first line of the list or map that `line` breaks: the farthest one above whose column is deeper than that of `line`. */
function openerOf(text: string, line: Line): Line | undefined {
  const indent = indentOf(line);
  let opener: Line | undefined;
  let smallest = Infinity;
  for (let above = lineBefore(text, line); above !== undefined; above = lineBefore(text, above)) {
    const column = columnOf(above, line);
    if (column <= indent) return opener;
    if (column <= smallest) opener = above;
    smallest = Math.min(smallest, column);
  }
  return opener;
}

/** Where the keys of a line's map begin: behind the dash of a list item unless `other` is one itself. */
function columnOf(line: Line, other: Line): number {
  const dashes = /^(?:- +)*/.exec(line.text.trimStart())?.[0].length ?? 0;
  return isItem(other) ? indentOf(line) : indentOf(line) + dashes;
}

/** A line of a list item cannot simply be moved: its dash would go with it. */
function isContainer(line: Line, column: number): boolean {
  return indentOf(line) !== column;
}

function directlyAfter(text: string, first: Line, line: Line): boolean {
  return lineAfter(text, first)?.start === line.start;
}

/** True when more lines go on in the column of `line`. */
function sharesColumn(text: string, line: Line): boolean {
  const next = lineAfter(text, line);
  if (next === undefined || indentOf(next) < indentOf(line)) return false;
  for (let below: Line | undefined = next; below !== undefined; below = lineAfter(text, below)) {
    if (indentOf(below) < indentOf(line)) return false;
    if (indentOf(below) === indentOf(line)) return true;
  }
  return false;
}
