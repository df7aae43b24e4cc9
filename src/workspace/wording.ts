import { NAME_PATTERN } from '../schema/rules.ts';
import type { Breach } from '../schema/generated/validators.js';

/** A value in the words of an error message: `a list`, `the number 3`, `the string "x"`. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
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

/** The edit that most likely mends a value of the wrong type; `written` is its source text, `key` the key it belongs to. */
export function typeHint({ params, parentSchema, data }: Breach, written: string, key: string): string | undefined {
  const wanted = [params['type']].flat();
  if (data === null) return 'write something after the "-", or remove the "-"';
  const isSingle = typeof data !== 'object';
  if (wanted.includes('string') && isSingle && parentSchema['pattern'] === undefined)
    return `put it in quotes: "${written}"`;
  if (wanted.includes('string') && !Array.isArray(data))
    return 'put quotes around the text: a ": " in it makes it a map';
  if (wanted.includes('array')) return `begin each item below "${key}" with "- "`;
  if (wanted.includes('object') && Array.isArray(data)) return `write key: value below "${key}", without "- "`;
  return wanted.includes('object') ? `write key: value below "${key}"` : undefined;
}

/** True when a value is text but breaks the name rule. */
export function isNameRule({ keyword, params }: Breach): boolean {
  return keyword === 'pattern' && params['pattern'] === NAME_PATTERN;
}

/** A name as close to `text` as the name rule allows, or undefined when nothing of it is left. */
export function suggestName(text: string): string | undefined {
  const slug = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9/_-]+/g, '-')
    .replaceAll(/[-_/]{2,}/g, '-')
    .replaceAll(/^[^A-Za-z]+|[-_/]+$/g, '');
  return slug.length > 1 ? slug : undefined;
}
