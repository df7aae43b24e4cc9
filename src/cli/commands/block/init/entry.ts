import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { Problem } from '../../../../errors.ts';
import { isPlainMap } from '../../../../workspace/index.ts';

interface Entry {
  readonly name: string;
  readonly from: string;
}

/**
 * The text of a workspace.poly with `entry` at the end of its `blocks`. Every other byte stays, comments too. Throws BLOCK_EXISTS when the name is in
 * the list, VALUE_INVALID where the list is written in a way that cannot be added to.
 */
export function addBlockEntry(text: string, entry: Entry): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  const quoted = { name: scalar(entry.name), from: scalar(entry.from) };
  const blocks = document.get('blocks', true);
  const added = isSeq(blocks) ? intoList(text, blocks, quoted) : afterEverything(text, document.contents, quoted);
  const before = meaningOf(document);
  const listed: unknown = before?.['blocks'] ?? [];
  if (before !== undefined && Array.isArray(listed)) {
    refuseTaken(listed, entry);
    // Trust is good: the file must mean what it meant, and the new entry.
    const after = meaningOf(parseDocument(added, { logLevel: 'silent' }));
    if (isDeepStrictEqual(after, { ...before, blocks: [...(listed as unknown[]), { ...entry }] })) return added;
  }
  throw new Problem('VALUE_INVALID', 'the blocks in workspace.poly are written in a way that cannot be added to', {
    hint: `add it yourself below blocks: { name: ${entry.name}, from: ${entry.from} }`,
  });
}

/** What the document says; undefined where it is no valid map. */
function meaningOf(document: Document): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = document.toJS();
    return document.errors.length === 0 && isPlainMap(value) ? value : undefined;
  } catch (error) {
    // An alias without an anchor, or far too many of them.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** The name was free when the workspace was read; somebody may have been quicker. */
function refuseTaken(listed: readonly unknown[], { name }: Entry): void {
  if (!listed.some((each) => isPlainMap(each) && each['name'] === name)) return;
  throw new Problem('BLOCK_EXISTS', `there is a block "${name}" already`, {
    hint: `choose another name, or look at it: polycrate block inspect ${name}`,
  });
}

function intoList(text: string, list: YAMLSeq, { name, from }: Entry): string {
  const end = lineEndOf(text);
  const [start = 0, valueEnd = 0] = list.range ?? [];
  if (list.flow === true) {
    const head = text.slice(0, valueEnd - 1).trimEnd();
    const separator = list.items.length === 0 ? '' : head.endsWith(',') ? ' ' : ', ';
    return `${head}${separator}{ name: ${name}, from: ${from} }${text.slice(valueEnd - 1)}`;
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const last = list.items.at(-1);
  const lastEnd = isNode(last) ? (last.range?.[1] ?? valueEnd) : valueEnd;
  // A comment behind the last value stays in its line.
  const lineEnd = afterComments(text, text[lastEnd - 1] === '\n' ? lastEnd - 1 : text.indexOf('\n', lastEnd), indent);
  const head = (lineEnd === -1 ? text : text.slice(0, lineEnd)).replace(/\r$/, '');
  const tail = lineEnd === -1 ? end : text.slice(text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd);
  return `${head}${end}${indent}- name: ${name}${end}${indent}  from: ${from}${tail}`;
}

/** The end of the line from which on no comment belongs to the list: those further in than its key, or as far in as its dashes. */
function afterComments(text: string, lineEnd: number, indent: string): number {
  if (lineEnd === -1) return -1;
  const depth = Math.max(1, indent.length);
  const comments = new RegExp(`^(?:\\r?\\n(?:[ \\t]*\\r?\\n)*[ ]{${String(depth)},}#[^\\n]*)+`).exec(
    text.slice(lineEnd),
  );
  const end = lineEnd + (comments?.[0].length ?? 0);
  return end === text.length ? -1 : end;
}

/** There is no list yet. */
function afterEverything(text: string, contents: unknown, { name, from }: Entry): string {
  const end = lineEndOf(text);
  const isWritten = isMap(contents) && contents.items.some(({ key }) => String(key) === 'blocks');
  const entry = `  - name: ${name}${end}    from: ${from}${end}`;
  if (isWritten) return text.replace(/^blocks:[ \t]*(#.*)?$/m, (line) => `${line}${end}${entry.trimEnd()}`);
  return `${text.replace(/(\r?\n)*$/, end)}${end}blocks:${end}${entry}`;
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** In quotes where YAML would take it for something else, such as `null`. */
function scalar(text: string): string {
  return stringify(text).trimEnd();
}
