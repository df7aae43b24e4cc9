import { spaces } from './indentation.ts';
import { type Complaint, contentOf, indentOf, lineAfter, type Line, lineAt, lineBefore } from './lines.ts';

const MESSAGE = 'a tab indents this line, and YAML only takes spaces';

/** The complaint about a tab before a line; it may have to stand in the column of the one above, or below it. */
export function complainOfTab(text: string, range: readonly [number, number]): Complaint {
  const line = lineAt(text, range[0]);
  const before = line.text.slice(0, range[0] - line.start);
  if (before.trim() !== '') {
    const hint = before.trim() === '-' ? 'replace the tab with a space' : 'replace the tab with spaces';
    return { message: 'a tab stands here, and YAML only takes spaces', hint, range };
  }
  const above = lineBefore(text, line);
  const column = above === undefined ? 0 : columnBehindDashes(above);
  const right = column + (above !== undefined && contentOf(above).text.endsWith(':') ? 2 : 0);
  return right === 0 ? complain(line, right) : { ...complain(line, right), range };
}

/** The complaint about a tab before a line of a text below `key: |`, or undefined where there is none. */
export function complainOfTabInText(text: string, offset: number): Complaint | undefined {
  const line = lineAt(text, offset);
  const [, tabs = '', rest = ''] = /^ *(\t+)( *)/.exec(line.text) ?? [];
  if (tabs === '') return undefined;
  const above = lineBefore(text, line);
  const opener = above !== undefined && /[|>][-+0-9]*$/.test(contentOf(above).text) ? above : undefined;
  if (opener !== undefined) return complain(line, columnBehindDashes(opener) + 2);
  const first = firstOfText(text, line);
  return complain(line, (first === undefined ? 2 : indentOf(first)) + rest.length);
}

/** The first line of the text that `line` is one of. */
function firstOfText(text: string, line: Line): Line | undefined {
  for (let above = lineBefore(text, line); above !== undefined; above = lineBefore(text, above))
    if (/[|>][-+0-9]*$/.test(contentOf(above).text)) return lineAfter(text, above);
  return undefined;
}

function complain(line: Line, right: number): Complaint {
  const range = [line.start, line.start + indentOf(line)] as const;
  return { message: MESSAGE, hint: right === 0 ? 'remove it' : `indent it by ${spaces(right)}`, range };
}

function columnBehindDashes({ text }: Line): number {
  return /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
}
