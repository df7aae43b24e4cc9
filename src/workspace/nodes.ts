import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** Keys and indexes that lead from the top of a file to a value. */
export type Path = readonly (string | number)[];

/** True for the unquoted key `<<`, which lays other maps under its own. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** A scalar as it was written where its value would lose something: `1.10`, `0x1F`, `~`. */
export function writtenText(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}

/** The text of a map's key, or undefined when the key is itself a list or map. */
export function keyText(key: unknown, document: Document): string | undefined {
  const node = isAlias(key) ? key.resolve(document) : key;
  return isScalar(node) ? writtenText(node) : undefined;
}

/** The node at `path` and the pair that holds it; both are of the deepest existing ancestor when the path leads nowhere. */
export function locate(document: Document, path: Path): { node: unknown; pair: Pair | undefined; found: boolean } {
  let node: unknown = document.contents;
  let pair: Pair | undefined;
  for (const step of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    const next =
      typeof step === 'number' ? (isSeq(parent) ? parent.items[step] : undefined) : pairOf(parent, step, document);
    if (next === undefined) return { node, pair, found: false };
    pair = isPair(next) ? next : undefined;
    node = isPair(next) ? next.value : next;
  }
  return { node, pair, found: true };
}

function pairOf(map: unknown, key: string, document: Document): Pair | undefined {
  if (!isMap(map)) return undefined;
  const own = map.items.findLast((pair) => !isMergeKey(pair.key) && keyText(pair.key, document) === key);
  if (own !== undefined) return own;
  for (const pair of map.items.filter((item) => isMergeKey(item.key))) {
    const source = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
    for (const merged of isSeq(source) ? source.items : [source]) {
      const found = pairOf(isAlias(merged) ? merged.resolve(document) : merged, key, document);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** True for `{{ name }}`, as other tools write what they fill in. */
export function isBraced(map: YAMLMap): boolean {
  return map.flow === true && map.items.length === 1 && isMap(map.items[0]?.key) && map.items[0].key.flow === true;
}
