import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import type { Place } from '../errors.ts';
import { placeAt, type SourceFile } from '../workspace/index.ts';

/** One value of a file together with where it stands. Unlike plain values, it is there for files the loader refuses too. */
export interface Spot {
  readonly file: SourceFile<unknown>;
  readonly node: unknown;
  readonly key: Scalar | undefined;
}

/** Deeper is never written by hand; it also ends circles of aliases in files that are refused for them. */
const DEEPEST = 100;

/** The top of a file. */
export function topOf(file: SourceFile<unknown>): Spot {
  return { file, node: file.document.contents, key: undefined };
}

/** Keys and values of a map, those laid under it by `<<` last; empty for anything else. */
export function entriesOf(spot: Spot, depth = 0): (readonly [key: string, value: Spot])[] {
  const map = resolved(spot);
  if (!isMap(map) || depth > DEEPEST) return [];
  const pairs = map.items;
  const own = pairs.flatMap((pair) => {
    if (!isScalar(pair.key) || isMerge(pair)) return [];
    return [[writtenAs(pair.key), { file: spot.file, node: pair.value, key: pair.key }] as const];
  });
  const names = new Set(own.map(([name]) => name));
  const merged = pairs.filter(isMerge).flatMap((pair) => {
    const source = { ...spot, node: pair.value };
    const sources = isSeq(resolved(source)) ? itemsOf(source) : [source];
    return sources.flatMap((each) => entriesOf(each, depth + 1)).filter(([name]) => !names.has(name));
  });
  return [...own, ...merged];
}

/** Items of a list; empty for anything else. */
export function itemsOf(spot: Spot | undefined): Spot[] {
  const list = spot === undefined ? undefined : resolved(spot);
  if (spot === undefined || !isSeq(list)) return [];
  return list.items.map((node) => ({ file: spot.file, node, key: undefined }));
}

/** What keys lead to, each exactly as written; undefined when nothing is there. */
export function below(spot: Spot | undefined, ...keys: readonly string[]): Spot | undefined {
  return keys.reduce<Spot | undefined>(
    (at, key) => (at === undefined ? undefined : entriesOf(at).find(([name]) => name === key)?.[1]),
    spot,
  );
}

/** The text of a single value, as it was written; undefined for lists and maps. */
export function textOf(spot: Spot | undefined): string | undefined {
  const node = spot === undefined ? undefined : resolved(spot);
  return isScalar(node) ? writtenAs(node) : undefined;
}

/** The node of a single value that stands there without quotes. */
export function plainOf(spot: Spot): Scalar | undefined {
  return isScalar(spot.node) && spot.node.type === 'PLAIN' ? spot.node : undefined;
}

/** What a value is, without what is in it. */
export function shapeOf(spot: Spot): 'map' | 'list' | 'single' {
  const node = resolved(spot);
  return isMap(node) ? 'map' : isSeq(node) ? 'list' : 'single';
}

/** True for `false`, `0`, empty text, null, an empty list and an empty map. */
export function isEmpty(spot: Spot): boolean {
  const node = resolved(spot);
  if (isMap(node) || isSeq(node)) return node.items.length === 0;
  return !isScalar(node) || node.value === null || node.value === '' || node.value === false || node.value === 0;
}

/** Where a value, or its key, is written. */
export function placeOfSpot({ file, node, key }: Spot, at: 'key' | 'value' = 'value'): Place {
  const own = isNode(node) ? node.range : undefined;
  // Of a key with nothing after it only the key is there.
  const range = at === 'value' && own && own[1] > own[0] ? own : (key?.range ?? own);
  return range ? placeAt(file, range[0], range[1]) : placeAt(file, 0, 0);
}

/** Where `part` of a single value is written, from the `from`th character of the file on; its whole place when it was folded. */
export function placeOfPart(spot: Spot, part: string, from = 0): { readonly place: Place; readonly end: number } {
  const range = isNode(spot.node) ? spot.node.range : undefined;
  const start = range ? spot.file.text.indexOf(part, Math.max(range[0], from)) : -1;
  if (!range || start < 0 || start >= range[2]) return { place: placeOfSpot(spot), end: from };
  return { place: placeAt(spot.file, start, start + part.length), end: start + part.length };
}

function resolved({ file, node }: Spot): unknown {
  // Of a file with a circle of aliases there is no value.
  if (!isAlias(node)) return node;
  return file.value === undefined ? undefined : node.resolve(file.document);
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function writtenAs(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
}
