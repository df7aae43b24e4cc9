import { type Complaint, restAt } from './lines.ts';
import { quoted, unquoted } from './wording.ts';

interface Source {
  readonly text: string;
  /** Nothing of the text may be quoted. */
  readonly confidential: boolean;
}

/** What text without quotes cannot begin with. */
const BAD_START = /^(?:[@`%|>]|\*(?![\w-]+\s*(?:[,\]}]|$))|&(?![\w-]+\s))/;

/** The complaint about what follows in brackets without a comma between. */
export function separate(text: string, at: number): Complaint {
  const word = /^[^\s,[\]{}:]+/.exec(restAt(text, at))?.[0] ?? ' ';
  return { message: 'a comma is missing before this', hint: 'put a comma before it', range: [at, at + word.length] };
}

/** The end of the quoted text at `at`, or what is wrong with it; undefined where it does not end in its line. */
export function readQuoted(source: Source, at: number): number | Complaint | undefined {
  const rest = restAt(source.text, at);
  const [own] = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest) ?? [];
  if (own === undefined) return undefined;
  const after = rest.slice(own.length);
  const isOver = /^\s*(?:$|[,\]}:#"'[{])/.test(after) || /^\s+[\w./-]+:(?:\s|$)/.test(after);
  if (isOver) return at + own.length;
  // The quotes that are meant to close stand before the next comma or bracket.
  const quote = own.charAt(0);
  const [whole = own] = new RegExp(`^${quote}.*?${quote}(?=\\s*(?:[,\\]}]|$))`).exec(rest.slice(own.length - 1)) ?? [];
  const [short = ''] = /^[^,\]}]*/.exec(after) ?? [];
  const full = whole === own ? own + short.trimEnd() : own.slice(0, -1) + whole;
  return goesOn(source.confidential, at, full, quote);
}

/** The complaint about a text that goes on after `closing`. */
export function goesOn(confidential: boolean, at: number, whole: string, closing: string): Complaint {
  const message = `the value goes on after its closing ${closing}`;
  return { message, hint: quoted(unquoted(whole), confidential), range: [at, at + whole.length] };
}

/** The end of the text without quotes at `at`, or what is wrong with it. */
export function readPlain(source: Source, at: number, hasKey: boolean): number | Complaint {
  const rest = restAt(source.text, at);
  const [first = ''] = rest;
  if (BAD_START.test(rest)) {
    const value = /^[^,\]}]*/.exec(rest)?.[0].trimEnd() ?? first;
    const named = source.confidential ? 'this character' : first;
    const range = [at, at + value.length] as const;
    return {
      message: `text without quotes cannot begin with ${named}`,
      hint: quoted(value, source.confidential),
      range,
    };
  }
  const [own = first] = /^(?:[^\s,[\]{}:]|:(?![\s,[\]{}]|$)|\s+(?![\s#]))+/.exec(rest) ?? [];
  const text = own.trimEnd() || first;
  const words = /^(.*\s)\S+$/.exec(text);
  if (hasKey && words !== null && rest.charAt(own.length) === ':')
    return separate(source.text, at + (words[1] ?? '').length);
  const comment = /^\s+#/.exec(rest.slice(text.length))?.[0].length;
  const hidden = comment === undefined ? undefined : tellComment(source, at, at + text.length + comment - 1);
  return hidden ?? at + text.length;
}

/** The complaint about the # at `mark` where a closing bracket behind it becomes part of a comment. */
export function tellComment({ text, confidential }: Source, start: number, mark: number): Complaint | undefined {
  if (!/^#[^\s#].*[\]}]/.test(restAt(text, mark))) return undefined;
  const value = /^[^,\]}]*/.exec(restAt(text, start))?.[0].trimEnd() ?? '#';
  const message = 'the # begins a comment, which hides the closing bracket';
  return { message, hint: quoted(value, confidential), range: [start, start + value.length] };
}
