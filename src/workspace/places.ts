import { isNode, isScalar, type LineCounter } from 'yaml';
import type { Place } from '../errors.ts';
import { locate, type Path } from './nodes.ts';
import type { SourceFile } from './written.ts';

type Source = Pick<SourceFile<unknown>, 'path' | 'text' | 'lines' | 'confidential'>;

/**
 * The place in `source` of the characters from `start` to `end`, offsets from 0, with the lines around it; it ends with its line.
 * Of a confidential file it tells only where it begins.
 */
export function placeAt(source: Source, start: number, end: number): Place {
  const { line, col } = source.lines.linePos(Math.min(start, source.text.length));
  const begin = { file: source.path, line: Math.max(1, line), column: Math.max(1, col) };
  if (source.confidential) return begin;
  const snippet = [line - 1, line, line + 1].flatMap((number) => {
    const text = lineOf(source, number);
    return text === undefined ? [] : [{ line: number, text }];
  });
  const room = (lineOf(source, line) ?? '').trimEnd().length - col + 1;
  const length = Math.max(1, Math.min(end - start, room));
  return { ...begin, length, snippet };
}

/** Where `path` is written in `file`: its key, or its value. A path that is not there leads to its nearest ancestor. */
export function placeOf(file: SourceFile<unknown>, path: Path, at: 'key' | 'value'): Place {
  const { node, pair, found } = locate(file.document, path);
  const key = isNode(pair?.key) ? pair.key.range : undefined;
  const value = isNode(node) ? node.range : undefined;
  const isEmpty = !isNode(node) || (isScalar(node) && node.source === '');
  const range = key && (at === 'key' || isEmpty || !found) ? key : (value ?? key);
  return range ? placeAt(file, range[0], range[1]) : placeAt(file, 0, 0);
}

function lineOf(
  { text, lines }: { readonly text: string; readonly lines: LineCounter },
  number: number,
): string | undefined {
  const start = lines.lineStarts[number - 1];
  if (start === undefined || (start >= text.length && number > 1)) return undefined;
  const end = lines.lineStarts[number] ?? text.length + 1;
  return text.slice(start, end - 1).replace(/\r$/, '');
}

/** The lines, from 1, that the value at `path` takes; those of its nearest ancestor where it is not there. */
export function linesOf(
  { document, lines }: SourceFile<unknown>,
  path: Path,
): { readonly from: number; readonly to: number } {
  const { node } = locate(document, path);
  const range = isNode(node) ? node.range : undefined;
  if (!range) return { from: 1, to: lines.lineStarts.length };
  return { from: lines.linePos(range[0]).line, to: lines.linePos(Math.max(range[0], range[1] - 1)).line };
}
