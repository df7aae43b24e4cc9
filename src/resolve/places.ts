import type { Place } from '../errors.ts';

/**
 * Gives `thing` places that are looked up when they are asked for. They are for errors only: whoever lists, copies or prints the
 * thing does not see them.
 */
export function withPlaces<T extends object, K extends string>(
  thing: T,
  places: Readonly<Record<K, () => Place | undefined>>,
): T & { readonly [key in K]?: Place | undefined } {
  for (const key in places) Object.defineProperty(thing, key, { get: places[key] as () => unknown });
  return thing;
}
