import type { ArtifactChanges } from '../events.ts';
import type { Listing } from './ports.ts';

/** What differs between two listings of one folder; undefined when nothing does. */
export function compareListings(before: Listing, after: Listing): ArtifactChanges | undefined {
  const created = [...after.keys()].filter((path) => !before.has(path));
  const deleted = [...before.keys()].filter((path) => !after.has(path));
  const changed = [...after].flatMap(([path, print]) => (before.has(path) && before.get(path) !== print ? [path] : []));
  if (created.length + changed.length + deleted.length === 0) return undefined;
  return { created: created.sort(), changed: changed.sort(), deleted: deleted.sort() };
}
