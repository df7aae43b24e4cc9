import { posix } from 'node:path';
import { Problem } from '../../src/errors.ts';
import type { DirectoryEntry, Files } from '../../src/workspace/index.ts';

/** What lies at a path: contents, a link to another absolute path, a file of a size only, or something nobody may read. */
export type MemoryEntry =
  string | Buffer | { readonly target: string } | { readonly sizeBytes: number } | { readonly denied: true };

/** A disk that is a table from absolute paths to entries; folders are there by what is in them. */
export function createMemoryFiles(entries: Readonly<Record<string, MemoryEntry>>): Files {
  const paths = Object.keys(entries);
  const isFolder = (path: string) => paths.some((each) => each.startsWith(path === '/' ? '/' : `${path}/`));
  const linkAt = (path: string): string | undefined => {
    const entry = entries[path];
    return typeof entry === 'object' && 'target' in entry ? entry.target : undefined;
  };
  const real = (path: string, hops = 0): string => {
    if (hops > 40) throw denied(path, 'its links lead in a circle');
    let at = '/';
    for (const part of posix.normalize(path).split('/').filter(Boolean)) {
      at = posix.join(at, part);
      const target = linkAt(at);
      if (target !== undefined) at = real(target, hops + 1);
    }
    return at;
  };
  const kindAt = (path: string): DirectoryEntry['kind'] | undefined => {
    if (linkAt(path) !== undefined) return 'link';
    if (isFolder(path)) return 'directory';
    return entries[path] === undefined ? undefined : 'file';
  };
  const checkAllowed = (path: string): void => {
    const entry = entries[path];
    if (typeof entry === 'object' && 'denied' in entry) throw denied(path, 'you may not read it');
  };
  return {
    read: soon((path) => {
      const target = real(path);
      const entry = entries[target];
      checkAllowed(target);
      if (isFolder(target)) throw denied(path, 'it is a folder, not a file');
      return typeof entry === 'string' || Buffer.isBuffer(entry) ? Buffer.from(entry) : undefined;
    }),
    inspect: soon((path) => {
      const target = real(path);
      const entry = entries[target];
      if (isFolder(target)) return { kind: 'directory', size: 4096 };
      if (entry === undefined) return undefined;
      if (typeof entry === 'string' || Buffer.isBuffer(entry)) return { kind: 'file', size: Buffer.byteLength(entry) };
      return { kind: 'file', size: 'sizeBytes' in entry ? entry.sizeBytes : 0 };
    }),
    list: soon((path) => {
      const folder = real(path);
      checkAllowed(folder);
      const inside = paths.filter((each) => each.startsWith(folder === '/' ? '/' : `${folder}/`));
      const names = [...new Set(inside.map((each) => posix.relative(folder, each).split('/')[0] ?? ''))].sort();
      return names.map((name) => ({ name, kind: kindAt(posix.join(folder, name)) ?? 'other' }));
    }),
    realPath: soon((path) => (kindAt(real(path)) === undefined ? path : real(path))),
  };
}

/** The answer of `work` as a promise, its errors included. */
function soon<T>(work: (path: string) => T): (path: string) => Promise<T> {
  return (path) => Promise.resolve(path).then(work);
}

function denied(path: string, reason: string): Problem {
  return new Problem('FILE_UNREADABLE', `${path} cannot be read: ${reason}`, {
    places: [{ file: path, line: 1, column: 1 }],
  });
}
