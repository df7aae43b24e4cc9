import { type Complaint, contentOf, indentOf, type Line, lineAt, lineBefore } from './lines.ts';

/** Characters that look like a space, or like nothing, and mean neither to YAML. */
const ODD = '\\u00A0\\u1680\\u2000-\\u200D\\u202F\\u205F\\u2060\\u3000\\uFEFF';
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/;
const AT_END = new RegExp(`^-?[${ODD}]|[${ODD}]$`);
const RUN = new RegExp(`[${ODD}]+`);
const BEFORE_TEXT = new RegExp(`^([ \\t]*(?:-(?: +|(?=[${ODD}])))*)([${ODD}]+)`);
const BESIDE_COLON = new RegExp(`^([ \\t]*(?:- +)*[\\w./-]+:?)([${ODD}]+)`);

/** True for a key or an unquoted text that begins or ends with such a character, also behind a dash. */
export function hasOddBlank(written: string): boolean {
  return AT_END.test(written);
}

/** What is said about the one in the text from `start` to `end`. */
export function complainOfBlank(text: string, start: number, end: number): Complaint {
  const found = findOddBlank(text, lineAt(text, start));
  if (found !== undefined && found.range[0] >= start && found.range[0] < end) return found;
  const source = text.slice(start, end);
  const run = RUN.exec(source);
  return complain(run?.[0] ?? '', start + (run?.index ?? 0), 'remove it');
}

/** The complaint about such a character where a line of YAML has its structure: before its text, and beside its colon. */
export function findOddBlank(text: string, line: Line): Complaint | undefined {
  const [, before = '', lead = ''] = BEFORE_TEXT.exec(line.text) ?? [];
  if (lead !== '') {
    const hint = before.includes('-') ? REPLACE : adviseIndent(text, line);
    return complain(lead, line.start + before.length, hint);
  }
  const [, key = '', run = ''] = BESIDE_COLON.exec(line.text) ?? [];
  if (run === '') return undefined;
  return complain(run, line.start + key.length, key.endsWith(':') ? REPLACE : 'remove it');
}

const REPLACE = 'replace it with a space';

function complain(run: string, start: number, hint: string): Complaint {
  const range = [start, start + run.length] as const;
  if (INVISIBLE.test(run)) return { message: 'an invisible character stands here', hint: 'remove it', range };
  const name = run.includes('\u00A0') ? 'a non-breaking space' : 'an unusual space';
  return { message: `this is ${name}, which YAML does not take for a space`, hint, range };
}

/** In the column that the line has now, it may neither be a neighbour of a line above nor below one. */
function adviseIndent(text: string, line: Line): string {
  const indent = indentOf(line);
  const above = lineBefore(text, line);
  let outer = above;
  while (outer !== undefined && columnOf(outer) > indent) outer = lineBefore(text, outer);
  if (outer !== undefined && (columnOf(outer) === indent || (outer === above && opens(outer)))) return REPLACE;
  const column = above === undefined ? 0 : columnOf(above) + (opens(above) ? 2 : 0);
  return column === 0 ? 'remove it' : `indent it by ${String(column)} spaces`;
}

const columnOf = ({ text }: Line): number => /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
const opens = (line: Line): boolean => contentOf(line).text.endsWith(':');
