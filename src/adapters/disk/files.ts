import { readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import type { DirectoryEntry, FileInfo, Files } from '../../workspace/index.ts';
import { isProblem } from '../../errors.ts';
import { readBounded } from './bounded-read.ts';
import { createPace, type Pace } from './pace.ts';
import { isAbsent, unreadable } from './unreadable.ts';

/** The disk of this machine as `Files`; `ask` decides for each question how it is put. */
export function createFiles(ask: Pace = createPace()): Files {
  return {
    read: (path) => unlessAbsent(path, () => readBounded(path, ask), undefined),
    inspect: (path) =>
      unlessAbsent(
        path,
        async () =>
          toInfo(
            await ask(
              () => statSync(path),
              () => stat(path),
            ),
          ),
        undefined,
      ),
    list: (path) =>
      unlessAbsent(
        path,
        async () =>
          toEntries(
            await ask(
              () => readdirSync(path, TYPED),
              () => readdir(path, TYPED),
            ),
          ),
        [],
      ),
    realPath: (path) =>
      unlessAbsent(
        path,
        () =>
          ask(
            () => realpathSync(path),
            () => realpath(path),
          ),
        path,
      ),
  };
}

const TYPED = { withFileTypes: true } as const;

async function unlessAbsent<T, A>(path: string, answer: () => T | Promise<T>, absent: A): Promise<T | A> {
  try {
    return await answer();
  } catch (cause) {
    if (isAbsent(cause)) return absent;
    throw isProblem(cause) ? cause : unreadable(path, cause);
  }
}

function kindOf(entry: Stats | Dirent): FileInfo['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

function toInfo(stats: Stats): FileInfo {
  return { kind: kindOf(stats), size: stats.size };
}

function toEntries(entries: readonly Dirent[]): DirectoryEntry[] {
  return entries
    .map((entry): DirectoryEntry => ({ name: entry.name, kind: entry.isSymbolicLink() ? 'link' : kindOf(entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
