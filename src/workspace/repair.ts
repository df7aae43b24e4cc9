import { DURATION_PATTERN } from '../schema/rules.ts';
import type { Breach } from '../schema/generated/validators.js';
import { adviseAmount } from './amounts.ts';
import { adviseDuration } from './durations.ts';
import { isPlainMap } from './map.ts';
import { nearest } from './nearest.ts';
import { unwrap } from './singles.ts';
import { IN_QUOTES, quoted } from './wording.ts';

interface Wrong {
  readonly breach: Breach;
  readonly written: string | undefined;
  readonly list: string;
  readonly isItem: boolean;
}

/**
 * The edit that most likely mends a wrong value; `written` is its source if it may be shown, `list` the key that it, or the list it is an
 * item of, stands below.
 */
export function repair(breach: Breach, written: string | undefined, list: string, isItem = false): string | undefined {
  const { keyword, params, parentSchema, data } = breach;
  if (data === null) return 'write something after the "-", or remove the "-"';
  if (parentSchema['pattern'] === DURATION_PATTERN) return adviseDuration(written ?? data, written === undefined);
  if (keyword === 'enum') return choose(params['allowedValues'], data, written);
  const advice = adviseAmount(breach, written, list);
  if (advice !== undefined) return advice;
  // It is text already, of another form.
  if (keyword === 'pattern' && typeof data === 'string') {
    const example = exampleIn(parentSchema['expected']);
    if (example !== undefined) return example;
  }
  return retype({ breach, written, list, isItem });
}

function retype(wrong: Wrong): string | undefined {
  const { params, parentSchema, data } = wrong.breach;
  const { written, list, isItem } = wrong;
  if (list === 'extraenv' && isPlainMap(data) && isItem) return asVariable(data, written);
  const wanted = [params['type'], parentSchema['enum'], parentSchema['type']].flat();
  if (wanted.includes('boolean') && !wanted.includes('string')) return truthAdvice(data);
  if (Array.isArray(data) && wanted.includes('string') && !wanted.includes('array')) return single(data, written);
  if (wanted.includes('string') && !Array.isArray(data))
    return unwrap(data, written, list) ?? (written ? quoted(written, false) : quoteAll(data));
  return restructure(wanted, wrong);
}

/** What a schema gives as an example of what it wants. */
function exampleIn(expected: unknown): string | undefined {
  const [, example] = typeof expected === 'string' ? (/(?:such as|:) (.+)$/.exec(expected) ?? []) : [];
  return example === undefined ? undefined : `write for example ${example}`;
}

function restructure(wanted: readonly unknown[], wrong: Wrong): string | undefined {
  if (wanted.includes('array')) return bracketed(wrong) ?? asList(wrong);
  if (wanted.includes('object')) return asMap(wrong);
  return wanted.includes('integer') ? 'write a number without quotes' : undefined;
}

function asVariable(data: Readonly<Record<string, unknown>>, written: string | undefined): string {
  const [[key, value] = ['']] = Object.entries(data);
  return written && typeof value === 'string' ? `write ${key}=${value}` : 'write KEY=value';
}

function choose(allowed: unknown, data: unknown, written: string | undefined): string {
  const words = (Array.isArray(allowed) ? allowed : []).map(String);
  const guess = written === undefined ? undefined : nearest(String(data).replace(/^CAP_/i, ''), words);
  return guess === undefined
    ? `write ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
    : `did you mean "${guess}"?`;
}

function quoteAll(data: unknown): string {
  return typeof data === 'object' ? 'put quotes around the text: a ": " in it makes it a map' : IN_QUOTES;
}

function single(items: readonly unknown[], written: string | undefined): string | undefined {
  if (items.length === 0) return undefined;
  const [only] = items;
  const isOne = items.length === 1 && ['string', 'number', 'boolean'].includes(typeof only) && written !== undefined;
  return isOne ? `write ${String(only)}` : 'write one value, without a list around it';
}

/** A word or number of a list of such, which needs only brackets. */
function bracketed({ breach: { data, parentSchema }, written }: Wrong): string | undefined {
  const items = isPlainMap(parentSchema['items']) ? parentSchema['items'] : {};
  const isOne = typeof data !== 'object' && (items['enum'] !== undefined || items['type'] === 'integer');
  return isOne && written !== undefined && !written.startsWith('-') ? `write [${written}]` : undefined;
}

function asList({ breach: { data, parentSchema }, written, list }: Wrong): string {
  const items = isPlainMap(parentSchema['items']) ? parentSchema['items'] : {};
  const isNamed = items['type'] !== 'string';
  if (isPlainMap(data) && isNamed) {
    const [first = ''] = written === undefined ? [] : Object.keys(data);
    return first === ''
      ? `begin each item below "${list}" with "- name: "`
      : `write - name: ${first} instead of ${first}:, and the same for each below "${list}"`;
  }
  if (isPlainMap(data) && String(parentSchema['expected']).includes('KEY=value'))
    return `write each below "${list}" as - KEY=value`;
  // Where a dash lacks its space, a list around the text would not help.
  const isText = !isNamed && typeof data === 'string' && !data.startsWith('-');
  if (!isNamed && written !== undefined && /^-[^\s-](?!.*\s-)[^\n]*$/.test(written))
    return `write - ${written.slice(1)}`;
  return isText && written !== undefined
    ? `write [${JSON.stringify(data)}]`
    : `begin each item below "${list}" with "- "`;
}

function asMap({ breach: { data, parentSchema }, written, list, isItem }: Wrong): string {
  const [key = '', schema] = Object.entries(parentSchema['properties'] ?? {})[0] ?? [];
  const types = isPlainMap(schema) ? [schema['type']].flat() : [];
  if (Array.isArray(data) && types.includes('array')) return belowKey(key, data, written);
  const takesText = types.join('') === 'string';
  const isText = typeof data === 'string' && written !== undefined && takesText;
  const required = Array.isArray(parentSchema['required']) ? parentSchema['required'].map(String) : [];
  if (required.length > 1 && isItem) return `write key: value here, at least ${required.join(', ')}`;
  if (isText && isItem) return `write ${key}: ${written}`;
  if (isText) return `write { ${key}: ${JSON.stringify(data)} }`;
  return `write key: value below "${list}"${Array.isArray(data) ? ', without "- "' : ''}`;
}

function belowKey(key: string, items: readonly unknown[], written: string | undefined): string {
  if (!written) return `put "${key}:" above the list, in its column, and indent the list by 2 more spaces`;
  return `write { ${key}: [${items.map(String).join(', ')}] }`;
}

function truthAdvice(data: unknown): string {
  if (data === 1 || data === 0) return `write ${String(data === 1)}`;
  return (typeof data === 'string' ? TRUTHS[data.toLowerCase()] : undefined) ?? 'write true or false';
}

/** Words that were truth values in YAML 1.1 and are plain text in YAML 1.2. */
const TRUTHS: Readonly<Partial<Record<string, string>>> = {
  yes: 'write true',
  on: 'write true',
  true: 'write true, without quotes',
  no: 'write false',
  off: 'write false',
  false: 'write false, without quotes',
};

/** The truth value a word stood for in YAML 1.1, if any. */
export function truthOf(word: string): boolean | undefined {
  const advice = TRUTHS[word.toLowerCase()];
  return advice === undefined ? undefined : advice.startsWith('write true');
}
