import { readdirSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createPace, type Pace } from './pace.ts';
import { isAbsent, isForbidden, unreadable } from './unreadable.ts';

/**
 * Size and modification time of each file below `root`, by relative path. A folder that may not be read leaves out only what lies
 * below it: tools leave folders of other users behind, and that must not fail an action that has succeeded.
 */
export async function listFiles(root: string, ask: Pace = createPace()): Promise<Map<string, string>> {
  return new Map(await listFolder(root, '', ask));
}

async function listFolder(root: string, below: string, ask: Pace): Promise<[string, string][]> {
  const folder = `${root}/${below}`;
  const look = async () =>
    ask(
      () => readdirSync(folder, { withFileTypes: true }),
      () => readdir(folder, { withFileTypes: true }),
    );
  const entries = await look().catch(skipped(folder, []));
  const found = await Promise.all(
    entries.map(async (entry): Promise<[string, string][]> => {
      const path = `${below}${entry.name}`;
      // Caches of tools (.terraform, .ansible) are theirs, not results of the action.
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : listFolder(root, `${path}/`, ask);
      if (!entry.isFile()) return [];
      const measure = async () =>
        ask(
          () => statSync(`${root}/${path}`),
          () => stat(`${root}/${path}`),
        );
      const info = await measure().catch(skipped(path, undefined));
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
