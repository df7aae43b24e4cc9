import { type Document, isMap, type Pair, isScalar, visit } from 'yaml';
import { complainOfBlank, hasOddBlank } from './blanks.ts';
import { GLUED, spaceDash } from './dashes.ts';
import { spaces } from './indentation.ts';
import { type Complaint, contentOf, indentOf, lineAt } from './lines.ts';

/** A dash at the beginning of a further line of one text. */
const SWALLOWED = /\n[ \t]*- /;
/** `key:value`, which is text as long as no space follows the colon; `http://…` is meant as text. */
const UNSPACED = /^[A-Za-z_][\w.-]*:(?!\/\/)\S/;

/** A slip that leaves a well-formed file behind; after a fatal one, nothing else in the file means what was meant. */
export interface Slip extends Complaint {
  readonly isFatal: boolean;
}

/**
 * True for an unquoted text from `start` to `end` that is well-formed and yet most likely not what was meant: it swallows items of a
 * list, or stands alone below a key like a map whose space behind the colon is missing, or begins or ends with an unusual blank.
 */
export function isSlip(text: string, start: number, end: number): boolean {
  const source = text.slice(start, end);
  if (hasOddBlank(source)) return true;
  if (source.includes('\n')) return !source.startsWith('-') && SWALLOWED.test(source);
  return UNSPACED.test(source) && standsBelowKey(text, start);
}

/** True for an unquoted key that may be a slip. */
export function isOddKey(key: string): boolean {
  return hasOddBlank(key) || GLUED.test(key) || UNSPACED.test(key);
}

/** What is said about the slips of a document whose syntax is right; nothing of it is quoted in their hints if it is confidential. */
export function findSlips(text: string, document: Document, confidential: boolean): Slip[] {
  const slips: Slip[] = [];
  visit(document, {
    Pair(_key, pair, path) {
      const parent = path.at(-1);
      const complaint = tellKey(text, pair, isMap(parent) && parent.flow === true, confidential);
      if (complaint !== undefined) slips.push({ ...complaint, isFatal: true });
    },
    Scalar(key, { type, range }) {
      if (key === 'key' || type !== 'PLAIN' || !range || !isSlip(text, range[0], range[1])) return;
      const source = text.slice(range[0], range[1]);
      if (hasOddBlank(source))
        slips.push({ ...complainOfBlank(text, range[0], range[1]), isFatal: source.startsWith('-') });
      else {
        const complaint = tell(text, range[0], range[1]);
        slips.push({ ...complaint, ...(confidential ? { hint: VAGUE } : {}), isFatal: false });
      }
    },
  });
  return slips;
}

const VAGUE = 'check its indentation and the colon in it';

function tellKey(text: string, { key, value }: Pair, isFlow: boolean, confidential: boolean): Complaint | undefined {
  if (!isScalar(key) || key.type !== 'PLAIN' || !key.range) return undefined;
  const [start, end] = key.range;
  const source = text.slice(start, end);
  if (hasOddBlank(source)) return complainOfBlank(text, start, end);
  if (!isFlow && GLUED.test(source)) {
    const hint = spaceDash(text, lineAt(text, start), confidential);
    return { message: 'a space is missing after the dash', hint, range: contentOf(lineAt(text, start)).range };
  }
  if (!isFlow || !UNSPACED.test(source) || !isEmpty(value)) return undefined;
  return { ...tell(text, start, end), ...(confidential ? { hint: VAGUE } : {}) };
}

function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.source === '');
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
