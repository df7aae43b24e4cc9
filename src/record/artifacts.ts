import type { ArtifactChanges } from '../events.ts';
import type { Listing, RecordStore } from './ports.ts';
import type { ArtifactFile, RecordedArtifacts } from './record.ts';

/** The caller waits while files are read: so much of them, and so many, cost some hundredths of a second. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 1_000;
/** A record stays something a person can read. */
const MOST_NAMES = 1_000;

/** What differs between two listings of one folder; undefined when nothing does. */
export function compareListings(before: Listing, after: Listing): ArtifactChanges | undefined {
  const created = [...after.keys()].filter((path) => !before.has(path));
  const deleted = [...before.keys()].filter((path) => !after.has(path));
  const changed = [...after].flatMap(([path, print]) => (before.has(path) && before.get(path) !== print ? [path] : []));
  if (created.length + changed.length + deleted.length === 0) return undefined;
  return { created: created.sort(), changed: changed.sort(), deleted: deleted.sort() };
}

/**
 * The changes as a record keeps them: with the size of each new or changed file, and its SHA-256 as far as reading them all takes no
 * noticeable time (32 MiB, 1,000 files; smaller ones first). Of more than 1,000 names of a kind the rest is counted.
 */
export async function describeArtifacts(
  { created, changed, deleted }: ArtifactChanges,
  after: Listing,
  { store, folder }: { readonly store: Pick<RecordStore, 'hash'>; readonly folder: string },
): Promise<RecordedArtifacts> {
  const kept = { created: created.slice(0, MOST_NAMES), changed: changed.slice(0, MOST_NAMES) };
  const sizes = [...kept.created, ...kept.changed].map((path) => ({ path, bytes: sizeOf(after.get(path)) }));
  const files: Record<string, ArtifactFile> = {};
  let readBytes = 0;
  let readFiles = 0;
  for (const { path, bytes } of sizes.sort((a, b) => a.bytes - b.bytes)) {
    const isWorthIt = readBytes + bytes <= MOST_BYTES && readFiles < MOST_FILES;
    const sha256 = isWorthIt ? await store.hash(`${folder}/${path}`) : undefined;
    if (isWorthIt) [readBytes, readFiles] = [readBytes + bytes, readFiles + 1];
    files[path] = { bytes, ...(sha256 === undefined ? {} : { sha256 }) };
  }
  const named = { ...kept, deleted: deleted.slice(0, MOST_NAMES) };
  const omitted = [created, changed, deleted].reduce((sum, { length }) => sum + Math.max(0, length - MOST_NAMES), 0);
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...named, ...(sizes.length === 0 ? {} : { files: sorted }), ...(omitted === 0 ? {} : { omitted }) };
}

/** A listing's mark begins with the size. */
function sizeOf(mark: string | undefined): number {
  return Number.parseInt(mark ?? '0', 10);
}
