import {
  Number as NumberOf,
  Object as ObjectOf,
  type Static,
  String as StringOf,
  type TSchema,
  type TUnsafe,
  Unsafe,
} from 'typebox';
import type { Notes } from './parts.ts';

/** A map that a later version may give further keys, as files written by polycrate are: their names only ever grow. */
export const growing = <P extends Record<string, TSchema>>(properties: P, notes: Notes = {}) =>
  ObjectOf(properties, { ...notes });

/** A map from names to `values`. The library's own brings all of its engine with it. */
export const mapOf = <T extends TSchema>(values: T, notes: Notes = {}): TUnsafe<Record<string, Static<T>>> =>
  Unsafe<Record<string, Static<T>>>({ type: 'object', additionalProperties: values, ...notes });

/** A time as `2026-01-31T12:00:00.000Z`. */
export const instant = (notes: Notes = {}) => StringOf({ format: 'date-time', ...notes });

/** A number, such as milliseconds. */
export const number = (notes: Notes = {}) => NumberOf({ ...notes });
