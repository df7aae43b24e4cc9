import { BLOCK_NAME_PATTERN, DURATION_PATTERN, NAME_PATTERN } from '../schema/rules.ts';
import type { Breach } from '../schema/generated/validators.js';

/** A value in the words of an error message: `a list`, `the number 3`, `the string "x"`; one of a confidential file only by its type. */
export function describe(value: unknown, { confidential }: { readonly confidential: boolean }): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  if (confidential && value !== null) return TYPES[typeof value] ?? 'a number';
  if (typeof value === 'string') return value.length > 40 ? 'a string' : `the string ${JSON.stringify(value)}`;
  return typeof value === 'number'
    ? `the number ${String(value)}`
    : value === true
      ? 'true'
      : value === false
        ? 'false'
        : 'empty';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  array: 'a list',
  object: 'a map',
};

/** What a schema wants, as the end of a sentence that begins "must be". */
export function expectation({ keyword, params, parentSchema }: Breach): string {
  if (keyword === 'enum' && Array.isArray(params['allowedValues']))
    return `one of ${params['allowedValues'].join(', ')}`;
  if (typeof parentSchema['expected'] === 'string') return parentSchema['expected'];
  return TYPES[String(params['type'])] ?? 'something else';
}

/** The edit that most likely mends a wrong value; `written` is its source text if it may be shown, `list` the key it stands below. */
export function repair(
  { keyword, params, parentSchema, data }: Breach,
  written: string | undefined,
  list: string,
): string | undefined {
  const wanted = [params['type'], parentSchema['enum'], parentSchema['type']].flat();
  const wantsTruth = wanted.includes('boolean') || wanted.includes(true);
  if (data === null) return 'write something after the "-", or remove the "-"';
  if (parentSchema['pattern'] === DURATION_PATTERN)
    return `write ${typeof data === 'number' && written !== undefined ? `${written}s or ` : ''}30m`;
  if (wantsTruth && typeof data === 'string') return TRUTHS[data.toLowerCase()] ?? 'write true or false';
  if (keyword === 'enum') return undefined;
  if (wanted.includes('string') && !Array.isArray(data)) return quote(data, written);
  if (wanted.includes('array')) return `begin each item below "${list}" with "- "`;
  if (wanted.includes('object'))
    return `write key: value below "${list}"${Array.isArray(data) ? ', without "- "' : ''}`;
  return wanted.includes('integer') ? 'write a number without quotes' : undefined;
}

function quote(data: unknown, written: string | undefined): string {
  if (typeof data === 'object') return 'put quotes around the text: a ": " in it makes it a map';
  return written === undefined ? 'put it in quotes' : `put it in quotes: "${written}"`;
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

/** A noun with "a" or "an" before it. */
export function articled(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** True when a value is text but breaks the name rule. */
export function isNameRule({ keyword, params }: Breach): boolean {
  return keyword === 'pattern' && (params['pattern'] === NAME_PATTERN || params['pattern'] === BLOCK_NAME_PATTERN);
}

/** A name as close to `text` as the name rule allows, or undefined when nothing of it is left. */
export function suggestName(text: string): string | undefined {
  const slug = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^A-Za-z0-9/_-]+/g, '-')
    .replaceAll(/([-_/])[-_/]+/g, '$1')
    .replaceAll(/^[-_/]+|[-_/]+$/g, '');
  return /^[A-Za-z]./.test(slug) ? slug : undefined;
}
