import { describe } from '../wording.ts';
import { writeValue } from './sample.ts';
import type { Breach } from './unions.ts';

/** What of a wrong value may be told. */
export interface Quotable {
  /** True when nobody may see it. */
  readonly confidential: boolean;
  /** True in a schema.json: what is to be written there is JSON. */
  readonly isJson?: boolean;
  /** The value as it stands in its file. */
  readonly written?: string | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty',
};
const SHOWN = 10;

/** What a schema wants of the value called `subject`, and what the value is, as a sentence without its full stop. */
export function demand(subject: string, breach: Breach, quotable: Quotable): string {
  const { keyword, data, params } = breach;
  const want = wanted(breach);
  if (data === null && keyword === 'type') return `${subject} is empty, and must be ${want ?? 'something else'}`;
  if (keyword === 'uniqueItems')
    return `items ${String(Number(params['j']) + 1)} and ${String(Number(params['i']) + 1)} of ${subject} are equal`;
  if (keyword === 'oneOf') return `${subject} fits more than one of the forms of which the schema wants exactly one`;
  if (keyword === 'anyOf') return `${subject} has none of the forms in the schema`;
  if (keyword === 'contains') return `${subject} has no item of the kind that the schema wants`;
  if (keyword === 'not') return `${subject} is what the schema rules out`;
  if (keyword === 'false schema') return `the schema takes no ${subject}`;
  if (want === undefined) return `${subject} ${breach.message ?? 'is not what the schema wants'}`;
  const must = `${subject} must ${want.startsWith('have ') ? '' : 'be '}${want}`;
  // Even its length says something about a secret.
  if (keyword.endsWith('Length') && quotable.confidential) return must;
  return `${must}, not ${countOf(breach) ?? describe(data, quotable)}`;
}

/** How many there are of what a rule counts. */
function countOf({ keyword, data }: Breach): string | undefined {
  if (keyword.endsWith('Length')) return String(Array.from(String(data)).length);
  return /(Items|Properties)$/.test(keyword) ? String(Object.keys(data as object).length) : undefined;
}

/** The end of a sentence that begins "must be", or undefined for a rule there are no words for. */
function wanted({ keyword, params }: Breach): string | undefined {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return alternatives([params['type']].flat().map((type) => TYPES[String(type)] ?? String(type)));
    case 'enum': {
      const values = (params['allowedValues'] as readonly unknown[]).map(plainly);
      const more = values.length > SHOWN ? ', …' : '';
      return values.length === 1 ? values[0] : `one of ${values.slice(0, SHOWN).join(', ')}${more}`;
    }
    case 'const':
      return plainly(params['allowedValue']);
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'exclusiveMinimum':
      return `more than ${limit}`;
    case 'exclusiveMaximum':
      return `less than ${limit}`;
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`;
    case 'minLength':
      return `have at least ${limit} ${plural(limit, 'character')}`;
    case 'maxLength':
      return `have at most ${limit} ${plural(limit, 'character')}`;
    case 'minItems':
      return `have at least ${limit} ${plural(limit, 'item')}`;
    case 'maxItems':
      return `have at most ${limit} ${plural(limit, 'item')}`;
    case 'minProperties':
      return `have at least ${limit} ${plural(limit, 'key')}`;
    case 'maxProperties':
      return `have at most ${limit} ${plural(limit, 'key')}`;
    case 'pattern':
      return `text that matches ${String(params['pattern'])}`;
    default:
      return undefined;
  }
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function plural(count: string, noun: string): string {
  return count === '1' ? noun : `${noun}s`;
}

/** A value as it may be written in a sentence: text without quotes. */
export function plainly(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : writeValue(value);
}
