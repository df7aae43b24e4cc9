import { type Place, Problem } from '../errors.ts';
import { type Finding, warning } from '../workspace/index.ts';
import { isWritten } from './merge.ts';

/** Warnings about keys that are part of the format but have no effect yet: silence would let people rely on them. */
export function warnIgnored<T extends object>(
  value: T,
  keys: readonly (keyof T & string)[],
  placesOfKey: (key: string) => Place[],
): Finding[] {
  return keys
    .filter((key) => isWritten(value[key]))
    .map((key) => {
      const places = placesOfKey(key);
      return warning(
        new Problem('KEY_UNKNOWN', `"${key}" has no effect in this version`, {
          hint: 'remove it, or do not rely on it',
          places,
        }),
      );
    });
}
