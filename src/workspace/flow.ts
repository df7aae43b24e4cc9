import { type Document, isCollection, visit } from 'yaml';
import { readPlain, readQuoted, separate, tellComment } from './flow-text.ts';
import { type Complaint, indentOf, isItem, lineAt, restAt } from './lines.ts';

interface Broken {
  readonly text: string;
  readonly document: Document.Parsed;
  /** Nothing of the text may be quoted. */
  readonly confidential: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** The first slip inside the brackets or braces around `offset`, or undefined where they are not what is wrong. */
export function complainOfFlow(broken: Broken, offset: number): Complaint | undefined {
  const { text, document } = broken;
  const line = lineAt(text, offset).start;
  let start: number | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isCollection(node) || node.flow !== true || !node.range) return undefined;
      const [from, , end] = node.range;
      if (from <= offset && (end >= offset - 1 || lineAt(text, from).start === line)) start = from;
      return visit.SKIP;
    },
  });
  return start === undefined ? undefined : scan(broken, start);
}

/** Reads on from the bracket at `start` until something is wrong, or it closes, or other lines begin. */
function scan(broken: Broken, start: number): Complaint | undefined {
  const { text } = broken;
  const outer = indentOf(lineAt(text, start));
  const open: string[] = [];
  // A key or a value may begin here; what is read belongs to a key already.
  let [isFresh, hasKey] = [true, false];
  for (let at = start; at < text.length;) {
    const character = text.charAt(at);
    at += 1;
    if (character === '\n' && isOutside(text, at, outer)) return undefined;
    if (/\s/.test(character)) continue;
    if ('[{'.includes(character) && isFresh) {
      open.push(character);
      hasKey = false;
    } else if (']}'.includes(character)) {
      const last = open.pop() ?? '';
      if (CLOSING[last] !== character) return tellClosing(character, at - 1, last, open);
      if (open.length === 0) return undefined;
      [isFresh, hasKey] = [false, true];
    } else if (',:'.includes(character)) [isFresh, hasKey] = [true, character === ':'];
    else {
      const isComment = character === '#';
      const read = isFresh || isComment ? readText(broken, at - 1, hasKey) : separate(text, at - 1);
      if (typeof read !== 'number') return read;
      [isFresh, at] = [isFresh && isComment, read];
    }
  }
  return undefined;
}

/** Where the text at `offset` ends, or what is wrong with it; undefined where that cannot be told. */
function readText(broken: Broken, offset: number, hasKey: boolean): number | Complaint | undefined {
  const first = broken.text.charAt(offset);
  if (first === '#') return tellComment(broken, offset, offset) ?? offset + restAt(broken.text, offset).length;
  return first === '"' || first === "'" ? readQuoted(broken, offset) : readPlain(broken, offset, hasKey);
}

/** True when the line at `offset` goes on with what stands around the brackets, which then never close. */
function isOutside(text: string, offset: number, outer: number): boolean {
  const line = lineAt(text, offset);
  return indentOf(line) <= outer && (isItem(line) || /^\s*[\w./-]+:(?:\s|$)/.test(line.text));
}

function tellClosing(closing: string, at: number, last: string, open: readonly string[]): Complaint {
  const range = [at, at + 1] as const;
  const missing = CLOSING[last];
  if (missing !== undefined && open.some((each) => CLOSING[each] === closing))
    return { message: `the ${last} before this ${closing} is not closed`, hint: `put ${missing} before it`, range };
  const opener = closing === ']' ? '[' : '{';
  return { message: `nothing before this ${closing} opens it with ${opener}`, hint: 'remove it', range };
}
