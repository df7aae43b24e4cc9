import Type, { type TSchema, type TUnsafe } from 'typebox';
import { DURATION_PATTERN, NAME_PATTERN } from './rules.ts';

/** Notes on a key: `description` is shown by editors, `expected` completes "must be …" in our own messages. */
export interface Notes {
  readonly description?: string;
  readonly expected?: string;
}

/** A single value YAML can write without quotes. */
export type Scalar = string | number | boolean;

/** Plain text. */
export const text = (notes: Notes = {}) => Type.String({ ...notes });

/** Text that obeys the name rule; a breach is reported as NAME_INVALID. */
export const name = (notes: Notes = {}) => Type.String({ pattern: NAME_PATTERN, ...notes });

/** Text such as `30m`. */
export const duration = (notes: Notes = {}) =>
  Type.String({ pattern: DURATION_PATTERN, expected: 'a duration such as 90s, 30m or 1h30m', ...notes });

/** `true` or `false`. */
export const flag = (notes: Notes = {}) => Type.Boolean({ ...notes });

/** A whole number, zero or more. */
export const count = (notes: Notes = {}) =>
  Type.Integer({ minimum: 0, expected: 'a whole number, zero or more', ...notes });

/** A list of texts. */
export const texts = (notes: Notes = {}) => Type.Array(Type.String(), { expected: 'a list of strings', ...notes });

/** One text, or a list of them. Written as a type list because a union would report every wrong value once per branch. */
export const textOrTexts = (notes: Notes = {}): TUnsafe<string | string[]> =>
  Type.Unsafe<string | string[]>({
    type: ['string', 'array'],
    items: { type: 'string' },
    expected: 'a string or a list of strings',
    ...notes,
  });

/** One word or line, or a list of them; numbers and truth values count as text, because YAML makes `- true` one. */
export const lines = (notes: Notes = {}): TUnsafe<Scalar | Scalar[]> =>
  Type.Unsafe<Scalar | Scalar[]>({
    type: ['string', 'number', 'boolean', 'array'],
    items: { type: ['string', 'number', 'boolean'], expected: 'a string' },
    expected: 'a string or a list of strings',
    ...notes,
  });

/** Text that may look like a number. */
export const textOrNumber = (notes: Notes = {}): TUnsafe<string | number> =>
  Type.Unsafe<string | number>({ type: ['string', 'number'], expected: 'a string or a number', ...notes });

/** One of a few fixed values. */
export const oneOf = <const T extends Scalar>(values: readonly T[], notes: Notes = {}): TUnsafe<T> =>
  Type.Unsafe<T>({ enum: [...values], ...notes });

/** A map to single values, e.g. labels or variables. */
export const scalars = (notes: Notes = {}): TUnsafe<Record<string, Scalar>> =>
  Type.Unsafe<Record<string, Scalar>>({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'], expected: 'a string, a number, true or false' },
    expected: 'a map of single values',
    ...notes,
  });

/** A map whose content is the author's own business. */
export const free = (notes: Notes = {}): TUnsafe<Record<string, unknown>> =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', expected: 'a map', ...notes });

/** Any value at all. */
export const anything = (notes: Notes = {}): TUnsafe => Type.Unsafe<unknown>({ ...notes });

/** A map with known keys only, each of them optional unless its schema says otherwise. */
export const keys = <P extends Record<string, TSchema>>(properties: P, notes: Notes = {}) =>
  Type.Object(properties, { additionalProperties: false, expected: 'a map', ...notes });

/** Marks a key that may be left out. */
export const optional = Type.Optional;
