import { type Dirent, lstatSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { ForeignFile } from '../../record/index.ts';
import { isAbsent, isForbidden, unreadable } from './unreadable.ts';

/** File systems take the time of the kernel's last tick, at most a hundredth of a second ago. */
const CLOCK_LAG_MS = 20;

/** See RecordStore.findForeign. What may not be looked at is passed over. */
export async function findForeign(
  root: string,
  { uid, since }: { readonly uid: number; readonly since: Date },
): Promise<ForeignFile[]> {
  const sinceMs = since.getTime() - CLOCK_LAG_MS;
  const found: ForeignFile[] = [];
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    for (const entry of await entriesOf(`${root}/${below}`)) {
      const path = `${below}${entry.name}`;
      const info = look(`${root}/${path}`);
      // The time of the last change of owner or name, which nobody can set.
      if (info !== undefined && info.uid !== uid && info.ctimeMs >= sinceMs) found.push({ path, uid: info.uid });
      else if (entry.isDirectory()) folders.push(`${path}/`);
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isAbsent(error) || isForbidden(error)) return [];
    throw unreadable(folder, error);
  });
}

// Not by a promise: with them a large workspace takes several times as long.
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isAbsent(error) || isForbidden(error)) return undefined;
    throw unreadable(path, error);
  }
}
