import { spaces } from './indentation.ts';
import {
  type Complaint,
  contentOf,
  indentOf,
  type Line,
  lineAfter,
  lineAt,
  lineBefore,
  withoutComment,
} from './lines.ts';
import { quoted } from './wording.ts';

interface Source {
  readonly text: string;
  /** Nothing of the text may be quoted. */
  readonly confidential: boolean;
}

const EQUATION = /^([A-Za-z_][\w.-]*) *= *([^\s=].*)$/;
const EQUALS = 'a key and its value are separated by a colon, not by =';

/** The edit for `line`, which is `key = value`, or undefined for any other. */
export function colonAdvice(line: string): string | undefined {
  const [, name, assigned] = EQUATION.exec(withoutComment(line)) ?? [];
  return name === undefined ? undefined : `write ${name}: ${assigned ?? ''}`;
}

/** The complaint about a line that should be `key: value` and is not. */
export function complainOfKey({ text, confidential }: Source, offset: number): Complaint {
  const line = lineAt(text, offset);
  const dash = /^\s*(?:- +)*/.exec(line.text)?.[0].length ?? 0;
  const start = Math.max(line.start + dash, Math.min(offset, line.start + line.text.length));
  const content = withoutComment(line.text.slice(start - line.start));
  const range = [start, start + Math.max(1, content.length)] as const;
  const tell = (message: string, meant: string): Complaint => {
    return { message, hint: confidential ? 'write key: value' : `write ${meant}`, range };
  };
  const owner = textAbove(text, line);
  if (owner !== undefined) return complainOfText(owner, line);
  if (/^-[^\s-]/.test(content)) {
    const hint = confidential ? 'write a space after the dash' : `write - ${content.slice(1)}`;
    return { message: 'a space is missing after the dash', hint, range };
  }
  const colon = colonAdvice(content);
  if (colon !== undefined) return { message: EQUALS, hint: confidential ? 'write key: value' : colon, range };
  const [, key, value] = /^([\w./-]+):([^\s/].*)$/.exec(content) ?? [];
  if (key !== undefined && value !== undefined) return tell('a space is missing after the colon', `${key}: ${value}`);
  const [, first, rest = ''] = /^([A-Za-z_][\w./-]*)(?:\s+(\S.*))?$/.exec(content) ?? [];
  if (first !== undefined && !rest.includes(': '))
    return tell('a colon is missing', `${first}:${rest === '' ? '' : ` ${rest}`}`);
  return { message: 'a key must stand on one line', hint: 'is a colon missing at the end of the line?', range };
}

function complainOfText(owner: Line, line: Line): Complaint {
  const hint = `indent it by ${spaces(columnBehindDashes(owner) + 2)}`;
  return { message: 'this line belongs to the text above it, but is not indented', hint, range: contentOf(line).range };
}

/** The complaint about `a: b: c`, on one line or because the next one is indented too far. */
export function complainOfNesting({ text, confidential }: Source, offset: number): Complaint {
  const line = lineAt(text, offset);
  const rest = withoutComment(line.text.slice(offset - line.start));
  const next = lineAfter(text, line);
  if (next !== undefined && !/:(?:\s|$)/.test(rest)) {
    const hint = `indent it by ${spaces(columnBehindDashes(line))}`;
    return { message: 'this line is indented further than the key before it', hint, range: contentOf(next).range };
  }
  const range = [offset, offset + Math.max(1, rest.length)] as const;
  return { message: 'this text holds a ": ", which would make it a map', hint: quoted(rest, confidential), range };
}

/** The line `key: |` whose text `line` should be, as one without its indentation would. */
function textAbove(text: string, line: Line): Line | undefined {
  for (let above = lineBefore(text, line); above !== undefined; above = lineBefore(text, above)) {
    if (/:\s+[|>][-+0-9]*\s*$/.test(above.text)) return indentOf(line) <= columnBehindDashes(above) ? above : undefined;
    if (/^\s*(?:- )*[\w./-]+:(?:\s|$)/.test(above.text)) return undefined;
  }
  return undefined;
}

function columnBehindDashes({ text }: Line): number {
  return /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
}
