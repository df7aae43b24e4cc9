/** The first spot of a text that JSON does not allow. `offset` counts from 0. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma';

const SPACE = /[ \t\r\n]*/y;
const MARK = /[{}[\],:]/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Finds where `text` stops being JSON, or undefined. The YAML reader takes more than JSON, and the runtime's own messages differ
 * from version to version and often have no place.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let offset = lengthOf(SPACE, text, 0);
  while (offset < text.length) {
    const kind = ([MARK, STRING, LITERAL] as const).find((each) => lengthOf(each, text, offset) > 0);
    if (kind === undefined) return explain(text, offset, wanted);
    const mark = kind === MARK ? text.charAt(offset) : kind === STRING ? '"' : '0';
    const next = step(mark, wanted, open);
    if (next === undefined) return explain(text, offset, wanted);
    wanted = next;
    offset += lengthOf(kind, text, offset);
    offset += lengthOf(SPACE, text, offset);
  }
  if (open.length === 0 && wanted === 'comma') return undefined;
  const missing = open.map((mark) => CLOSING[mark] ?? '').reverse();
  return {
    offset: text.trimEnd().length,
    message: text.trim() === '' ? 'the file is empty' : 'the file ends too soon',
    hint: missing.length === 0 ? 'write {} into it' : `add ${missing.slice(0, SHOWN).join('')} at its end`,
  };
}

/** Whoever has forgotten more of them has not written the file by hand. */
const SHOWN = 20;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** What may follow `mark`, or undefined where it may not stand; keeps `open` up to date. */
function step(mark: string, wanted: Wanted, open: string[]): Wanted | undefined {
  const takesValue = wanted.startsWith('value');
  const inside = open.at(-1) ?? '';
  if (mark === '"' && wanted.startsWith('key')) return 'colon';
  if ('"0'.includes(mark) && takesValue) return 'comma';
  if (mark === ':' && wanted === 'colon') return 'value';
  if (mark === ',' && wanted === 'comma' && inside !== '') return inside === '{' ? 'key' : 'value';
  if (CLOSING[mark] !== undefined && takesValue) {
    open.push(mark);
    return mark === '{' ? 'key or end' : 'value or end';
  }
  return mark === CLOSING[inside] ? close(wanted, open) : undefined;
}

function close(wanted: Wanted, open: string[]): Wanted | undefined {
  if (wanted !== 'comma' && !wanted.endsWith('or end')) return undefined;
  open.pop();
  return 'comma';
}

function explain(text: string, offset: number, wanted: Wanted): JsonFault {
  const character = text.charAt(offset);
  const told = (message: string, hint: string): JsonFault => ({ offset, message, hint });
  if (character === '/' || character === '#') return told('JSON has no comments', 'remove it');
  if (character === "'") return told('JSON has no single quotes', 'use double quotes');
  if (character === '"' && lengthOf(STRING, text, offset) === 0)
    return told('this text never ends', 'close its quotes; write \\n for a line break and \\\\ for a backslash');
  if (/[}\]]/.test(character) && (wanted === 'key' || wanted === 'value') && /,\s*$/.test(text.slice(0, offset)))
    return told(`a comma stands before this ${character}`, 'remove the comma');
  if (wanted === 'comma') return told('a comma is missing here', 'add a comma before it, or remove it');
  if (wanted === 'colon') return told('a colon is missing here', 'write : between key and value');
  return wanted.startsWith('key')
    ? told('a key in double quotes must stand here', 'put double quotes around it')
    : told('a value must stand here', 'put double quotes around text');
}

/** Length of what `pattern` matches at `offset`; 0 when it matches nothing. */
function lengthOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}
