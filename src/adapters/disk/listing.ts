import { readdir, stat } from 'node:fs/promises';
import { isAbsent, isForbidden, unreadable } from './unreadable.ts';

/**
 * Size and modification time of each file below `root`, by relative path. A folder that may not be read leaves out only what lies
 * below it: tools leave folders of other users behind, and that must not fail an action that has succeeded.
 */
export async function listFiles(root: string): Promise<Map<string, string>> {
  return new Map(await listFolder(root, ''));
}

async function listFolder(root: string, below: string): Promise<[string, string][]> {
  const folder = `${root}/${below}`;
  const entries = await readdir(folder, { withFileTypes: true }).catch(skipped(folder, []));
  const found = await Promise.all(
    entries.map(async (entry): Promise<[string, string][]> => {
      const path = `${below}${entry.name}`;
      // Caches of tools (.terraform, .ansible) are theirs, not results of the action.
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : listFolder(root, `${path}/`);
      if (!entry.isFile()) return [];
      const info = await stat(`${root}/${path}`).catch(skipped(path, undefined));
      return info === undefined ? [] : [[path, `${String(info.size)} ${String(info.mtimeMs)}`]];
    }),
  );
  return found.flat();
}

function skipped<T>(path: string, value: T): (error: unknown) => T {
  return (error) => {
    if (isAbsent(error) || isForbidden(error)) return value;
    throw unreadable(path, error);
  };
}
