// Named imports: the whole of the library would be in the bundle otherwise.
import {
  Array as ArrayOf,
  Boolean,
  Integer,
  Object as ObjectOf,
  Optional,
  String,
  type TSchema,
  type TUnsafe,
  Unsafe,
} from 'typebox';
import { BLOCK_NAME_PATTERN, DURATION_PATTERN, MEMORY_PATTERN, NAME_PATTERN } from './rules.ts';

/**
 * Notes on a key: editors show `description` and `default` and offer `examples`; `expected` completes "must be …" in our own
 * messages.
 */
export interface Notes {
  readonly description?: string;
  readonly expected?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/** A single value YAML can write without quotes. */
export type Scalar = string | number | boolean;

/** Plain text. */
export const text = (notes: Notes & { readonly pattern?: string } = {}) => String({ ...notes });

/** Text that must not be empty. */
export const someText = (notes: Notes = {}) => String({ pattern: '\\S', expected: 'text', ...notes });

/** Text that obeys the name rule; a breach is reported as NAME_INVALID. */
export const name = (notes: Notes = {}) => String({ pattern: NAME_PATTERN, ...notes });

/** The name of a block, which may begin with a registry; a breach is reported as NAME_INVALID. */
export const blockName = (notes: Notes = {}) => String({ pattern: BLOCK_NAME_PATTERN, ...notes });

/** Text such as `30m`. */
export const duration = (notes: Notes = {}) =>
  String({ pattern: DURATION_PATTERN, expected: 'a duration such as 90s, 30m or 1h30m', ...notes });

/** Text such as `5m`, or `auto` or `off`. */
export const parking = (notes: Notes = {}) =>
  String({ pattern: `^(auto|off)$|${DURATION_PATTERN}`, expected: 'auto, off, or a duration such as 5m', ...notes });

/** `true` or `false`. */
export const flag = (notes: Notes = {}) => Boolean({ ...notes });

/** A whole number, zero or more. */
export const count = (notes: Notes = {}) => Integer({ minimum: 0, expected: 'a whole number, zero or more', ...notes });

/** A whole number, one or more. */
export const positive = (notes: Notes = {}) =>
  Integer({ minimum: 1, expected: 'a whole number, one or more', ...notes });

/** A status a process can fail with. */
export const exitCode = (notes: Notes = {}) =>
  Integer({ minimum: 1, maximum: 255, expected: 'an exit code from 1 to 255', ...notes });

/** A list of texts. */
export const texts = (notes: Notes = {}) => ArrayOf(String(), { expected: 'a list of strings', ...notes });

/** A list of what `items` describes. */
export const list = <T extends TSchema>(items: T, notes: Notes = {}) => ArrayOf(items, { ...notes });

/** One text, or a list of them. Written as a type list because a union would report every wrong value once per branch. */
export const textOrTexts = (notes: Notes = {}): TUnsafe<string | string[]> =>
  Unsafe<string | string[]>({
    type: ['string', 'array'],
    items: { type: 'string' },
    expected: 'a string or a list of strings',
    ...notes,
  });

/** One word or line, or a list of them; numbers and truth values count as text, because YAML makes `- true` one. */
export const lines = (notes: Notes = {}): TUnsafe<Scalar | Scalar[]> =>
  Unsafe<Scalar | Scalar[]>({
    type: ['string', 'number', 'boolean', 'array'],
    items: { type: ['string', 'number', 'boolean'], expected: 'a string' },
    expected: 'a string or a list of strings',
    ...notes,
  });

/** An amount of CPU time. */
export const cpus = (notes: Notes = {}): TUnsafe<string | number> =>
  Unsafe<string | number>({
    type: ['string', 'number'],
    pattern: '^(?:0*[1-9][0-9]*(?:\\.[0-9]+)?|0*\\.[0-9]*[1-9][0-9]*)$',
    exclusiveMinimum: 0,
    expected: 'a number of CPUs such as 2 or 1.5',
    ...notes,
  });

/** An amount of memory; numbers are bytes, and below 6 MiB nothing runs (docker says so). */
export const memory = (notes: Notes = {}): TUnsafe<string | number> =>
  Unsafe<string | number>({
    type: ['string', 'number'],
    pattern: MEMORY_PATTERN,
    minimum: 6 * 1024 ** 2,
    expected: 'an amount of memory such as 512m or 2g',
    ...notes,
  });

/** One of a few fixed values. */
export const oneOf = <const T extends Scalar>(values: readonly T[], notes: Notes = {}): TUnsafe<T> =>
  Unsafe<T>({ enum: [...values], ...notes });

/** A map to single values, e.g. labels or variables. */
export const scalars = (notes: Notes = {}): TUnsafe<Record<string, Scalar>> =>
  Unsafe<Record<string, Scalar>>({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'], expected: 'a string, a number, true or false' },
    expected: 'a map of single values',
    ...notes,
  });

/** A map to texts, e.g. ranges of versions: `1.10` is not the number 1.1. */
export const textMap = (notes: Notes = {}): TUnsafe<Record<string, string>> =>
  Unsafe<Record<string, string>>({
    type: 'object',
    additionalProperties: { type: 'string', expected: 'text, in quotes' },
    expected: 'a map of texts',
    ...notes,
  });

/** A map whose content is the author's own business. */
export const free = (notes: Notes = {}): TUnsafe<Record<string, unknown>> =>
  Unsafe<Record<string, unknown>>({ type: 'object', expected: 'a map', ...notes });

/** Any value at all. */
export const anything = (notes: Notes = {}): TUnsafe => Unsafe<unknown>({ ...notes });

/** A map with known keys only, each of them optional unless its schema says otherwise. */
export const keys = <P extends Record<string, TSchema>>(properties: P, notes: Notes = {}) =>
  ObjectOf(properties, { additionalProperties: false, expected: 'a map', ...notes });

/** Marks a key that may be left out. */
export const optional = Optional;
