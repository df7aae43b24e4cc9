import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { DEEPEST } from './compose.ts';
import { MOST_TOLD } from './findings.ts';
import { isPlainMap } from './map.ts';
import { nearest } from './nearest.ts';
import { isBraced, isMergeKey, keyText, writtenText } from './nodes.ts';
import { exactOr } from './scalar.ts';
import { IN_QUOTES } from './wording.ts';

/** A reason why a well-formed document has no plain value. */
export interface Objection {
  readonly message: string;
  readonly hint: string;
  readonly node: Node | undefined;
  /** Where the first of two equal keys stands. */
  readonly earlier?: Node;
}

/** The objection to a value deeper than DEEPEST; aliases can nest deeper than the text does. */
export const TOO_DEEP = `nested more than ${String(DEEPEST)} levels deep`;
// Not quoted: a secret that begins with * and lacks its quotes looks like this.
const NO_ANCHOR =
  'write & and the same name before the value it stands for, or put quotes around text that begins with *';
const RESTART = 'replace the 2 spaces before it with "- " if a new item begins here, or ';
/** Values a file may gain through aliases; a few hundred bytes of aliases to aliases can mean billions. */
const MOST_ALIASED = 250_000;

/**
 * The plain value of a document: maps, lists, text, numbers, truth values, null. Aliases are copied, and `<<` lays maps under
 * their owner as in YAML 1.1, because people who share defaults between blocks write it and every other YAML tool they use
 * knows it. Collects objections instead of throwing.
 */
export function toValue(
  document: Document,
  { confidential = false } = {},
): { value: unknown; objections: Objection[] } {
  const objections: Objection[] = [];
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node | undefined>();
  const open = new Set<Node>();
  const reported = new Set<Node | undefined>();
  let [aliased, aliasDepth] = [0, 0];
  // After too much of anything the rest is converted only in part, which is no fault of what stands there.
  let hasGivenUp = false;

  const object = (node: Node | undefined, message: string, hint: string): null => {
    // A node that aliases lead to again and again is wrong only once.
    if (!hasGivenUp && !reported.has(node)) objections.push({ message, hint, node });
    reported.add(node);
    return null;
  };

  const giveUp = (node: Node, message: string, hint: string): null => {
    object(node, message, hint);
    hasGivenUp = true;
    return null;
  };

  const convert = (node: unknown, depth: number, isItem = false): unknown => {
    if (isAlias(node)) return convertAlias(node, depth);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    if (node.anchor !== undefined && aliasDepth === 0) anchors.set(node.anchor, node);
    if (aliasDepth > 0) {
      aliased += 1;
      if (aliased > MOST_ALIASED) return null;
    }
    if (isScalar(node))
      return typeof node.value === 'number' ? exactOr(node.value, writtenText(node)) : plain(node.value);
    if (depth > DEEPEST) return giveUp(node, TOO_DEEP, 'flatten it');
    open.add(node);
    const each = (item: unknown) => convert(item, depth + 1, true);
    const value = isSeq(node) ? node.items.map(each) : convertMap(node, depth, isItem);
    open.delete(node);
    return value;
  };

  const convertAlias = (alias: Alias, depth: number): unknown => {
    if (!targets.has(alias)) targets.set(alias, anchors.get(alias.source));
    const target = targets.get(alias);
    if (target === undefined) {
      if (!/^[\w-]+$/.test(alias.source)) return object(alias, 'text without quotes cannot begin with *', IN_QUOTES);
      const guess = confidential || objections.length > MOST_TOLD ? undefined : nearest(alias.source, anchors.keys());
      const message = 'no anchor of this name before this alias';
      return object(alias, message, guess === undefined ? NO_ANCHOR : `did you mean "*${guess}"?`);
    }
    if (open.has(target)) return object(alias, 'this alias refers to a value it is part of', 'remove the alias');
    if (aliased > MOST_ALIASED) return null;
    aliasDepth += 1;
    const value = convert(target, depth);
    aliasDepth -= 1;
    if (aliased > MOST_ALIASED && aliasDepth === 0) {
      const message = `aliases of aliases grow to more than ${String(MOST_ALIASED)} values`;
      giveUp(alias, message, 'write the values out, or use fewer aliases');
    }
    return value;
  };

  const objectToTwin = (text: string, [node, earlier]: [Node, Node], restarts: boolean): void => {
    if (aliasDepth > 0) return;
    const message = `the key "${text}" is written twice`;
    const hint = `${restarts ? RESTART : ''}keep one of the two`;
    objections.push({ message, hint, node, earlier });
  };

  const convertMap = (map: YAMLMap, depth: number, isItem = false): Record<string, unknown> => {
    let hasRestarted = false;
    const value: Record<string, unknown> = {};
    const seen = new Map<string, Pair>();
    const merged: Record<string, unknown>[] = [];
    for (const pair of map.items) {
      const key = pair.key as Node;
      if (isMergeKey(key)) {
        merged.push(...mapsToMerge(pair, depth));
        continue;
      }
      const text = keyText(isAlias(key) ? anchors.get(key.source) : key, document);
      if (text === undefined) {
        if (isBraced(map)) object(map, 'braces without quotes begin a map', IN_QUOTES);
        else object(key, 'a key must be text', 'write a plain word before the colon');
        continue;
      }
      const earlier = seen.get(text);
      // A new item whose dash was forgotten repeats key after key.
      const restarts = isItem && earlier !== undefined && earlier === map.items[0];
      if (earlier !== undefined && !hasRestarted) objectToTwin(text, [key, earlier.key as Node], restarts);
      hasRestarted ||= restarts;
      seen.set(text, pair);
      // Assigning to it would replace the map's prototype, and no file has a use for such a key.
      if (text === '__proto__') object(key, '"__proto__" cannot be a key', 'choose another word');
      else value[text] = convert(pair.value, depth + 1);
    }
    for (const source of merged) {
      for (const [key, item] of Object.entries(source)) if (!Object.hasOwn(value, key)) value[key] = item;
    }
    return value;
  };

  const mapsToMerge = (pair: Pair, depth: number): Record<string, unknown>[] => {
    const source = convert(pair.value, depth + 1);
    const maps = Array.isArray(source) ? source : [source];
    if (maps.every(isPlainMap)) return maps;
    object(pair.key as Node, '"<<" needs an alias of a map', 'write <<: *name, or drop the line');
    return [];
  };

  const value = convert(document.contents, 0);
  return { value, objections };
}

const plain = (value: unknown): unknown => (typeof value === 'string' || typeof value === 'boolean' ? value : null);
