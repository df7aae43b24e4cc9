import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import type { DirectoryEntry, FileInfo, Files } from '../../workspace/index.ts';
import { isAbsent, unreadable } from './unreadable.ts';

/** The disk of this machine as `Files`. */
export function createFiles(): Files {
  return {
    read: (path) => unlessAbsent(path, readFile(path), undefined),
    inspect: (path) => unlessAbsent(path, stat(path).then(toInfo), undefined),
    list: (path) => unlessAbsent(path, readdir(path, { withFileTypes: true }).then(toEntries), []),
    realPath: (path) => unlessAbsent(path, realpath(path), path),
  };
}

async function unlessAbsent<T, A>(path: string, answer: Promise<T>, absent: A): Promise<T | A> {
  try {
    return await answer;
  } catch (cause) {
    if (isAbsent(cause)) return absent;
    throw unreadable(path, cause);
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
