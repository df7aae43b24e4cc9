import { type Document, visit } from 'yaml';
import { spaces } from './indentation.ts';
import { type Complaint, indentOf, lineAt } from './lines.ts';

/** A dash at the beginning of a further line of one text. */
const SWALLOWED = /\n[ \t]*- /;
/** `key:value`, which is text as long as no space follows the colon; `http://…` is meant as text. */
const UNSPACED = /^[A-Za-z_][\w.-]*:(?!\/\/)\S/;

/**
 * True for an unquoted text from `start` to `end` that is well-formed and yet most likely not what was meant: it swallows items of a
 * list, or stands alone below a key like a map whose space behind the colon is missing.
 */
export function isSlip(text: string, start: number, end: number): boolean {
  const source = text.slice(start, end);
  if (source.includes('\n')) return !source.startsWith('-') && SWALLOWED.test(source);
  return UNSPACED.test(source) && standsBelowKey(text, start);
}

/** What is said about the slips of a document whose syntax is right. */
export function findSlips(text: string, document: Document): Complaint[] {
  const complaints: Complaint[] = [];
  visit(document, {
    Scalar(key, { type, range }) {
      if (key === 'key' || type !== 'PLAIN' || !range || !isSlip(text, range[0], range[1])) return;
      complaints.push(tell(text, range[0], range[1]));
    },
  });
  return complaints;
}

function tell(text: string, start: number, end: number): Complaint {
  const at = text.slice(start, end).search(SWALLOWED);
  if (at === -1) {
    const [key = '', ...rest] = text.slice(start, end).split(':');
    const meant = `${key}: ${rest.join(':')}`;
    return { message: 'a space is missing after the colon', hint: `write ${meant}`, range: [start, end] };
  }
  const line = lineAt(text, start + at + 1);
  const column = indentOf(lineAt(text, start));
  const range = [line.start + indentOf(line), line.start + line.text.trimEnd().length] as const;
  const message = 'this line goes on with the text above, because it is indented further';
  return { message, hint: `indent it by ${spaces(column)}`, range };
}

/** True when only a line end and spaces lie between the colon of a key and `start`. */
function standsBelowKey(text: string, start: number): boolean {
  let at = start - 1;
  let lines = 0;
  for (; at >= 0; at -= 1) {
    const character = text[at];
    if (character === '\n') lines += 1;
    else if (character !== ' ' && character !== '\r') break;
  }
  return lines > 0 && text[at] === ':';
}
