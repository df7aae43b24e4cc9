import type { Place } from '../errors.ts';

/** A place as a record keeps it: files of the workspace relative to `directory`, so that it says the same on every machine. */
export function recordedPlace(place: Place | undefined, directory: string): { readonly place?: Place } {
  if (place === undefined) return {};
  const { file, line, column } = place;
  const inside = file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file;
  return { place: { file: inside, line, column } };
}
