import { BLOCK_NAME_PATTERN, NAME_PATTERN } from '../schema/rules.ts';
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

/** More are not listed where the schema has a word for them. */
const MOST_WORDS = 12;

/** What a schema wants, as the end of a sentence that begins "must be". */
export function expectation({ keyword, params, parentSchema }: Breach): string {
  const words = keyword === 'enum' ? params['allowedValues'] : undefined;
  if (Array.isArray(words) && (words.length <= MOST_WORDS || typeof parentSchema['expected'] !== 'string'))
    return `one of ${words.join(', ')}`;
  if (typeof parentSchema['expected'] === 'string') return parentSchema['expected'];
  return TYPES[String(params['type'])] ?? 'something else';
}

/** The advice to quote a text that must not, or cannot, be shown. */
export const IN_QUOTES = 'put it in quotes';

/** The advice to put `text` in quotes, with how it then looks unless nobody may see it. */
export function quoted(text: string, confidential: boolean): string {
  if (confidential) return IN_QUOTES;
  return `${IN_QUOTES}: ${/["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`}`;
}

/** `text` without quotes around it. */
export function unquoted(text: string): string {
  return /^(["']).+\1$/.exec(text) === null ? text : text.slice(1, -1);
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
    .replaceAll(/^[-_/0-9]+|[-_/]+$/g, '');
  // Without its digits little may be left of a name.
  const least = /^[0-9]/.test(text) ? /^[A-Za-z]..+/ : /^[A-Za-z]./;
  return least.test(slug) ? slug : undefined;
}
