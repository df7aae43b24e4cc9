import { lstatSync, readdirSync, readlinkSync, realpathSync, type BigIntStats } from 'node:fs';
import { join, relative } from 'node:path';
import type { Ignored } from './ignored.ts';

/** What lies in a context; times and sizes in `stamp`, which changes when its contents do. */
export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly executable: boolean;
  /** Where a link leads, as written. */
  readonly target?: string;
  readonly stamp: string;
  /** Milliseconds since 1970 of its last change, as far as the file system tells. */
  readonly changedMs: number;
}

/**
 * Everything below `root` that one of the patterns takes, sorted by path, without what is ignored. Where a link leads to within the root
 * comes with it; what leads out of it is not followed. Reads names and dates, and no file.
 */
export function walk(root: string, patterns: readonly string[], ignored: Ignored): readonly Entry[] {
  const found = new Map<string, Entry>();
  const top = realpathSync(root);

  const take = (path: string): Entry | undefined => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const entry = describe(root, path);
    if (entry !== undefined && !ignored.isOut(path)) found.set(path, entry);
    return entry;
  };
  const follow = (path: string, then: (path: string) => void): void => {
    const real = realPath(join(root, path));
    const inside = real === undefined ? '..' : relative(top, real);
    if (!inside.startsWith('..')) then(inside);
  };
  const takeAll = (path: string): void => {
    if (found.has(path) && path !== '') return;
    if (path !== '' && ignored.isShut(path)) return;
    const entry = path === '' ? undefined : take(path);
    if (entry?.kind === 'link') follow(path, takeAll);
    else if (path === '' || entry?.kind === 'folder')
      for (const name of namesIn(root, path)) takeAll(path === '' ? name : `${path}/${name}`);
  };
  const match = (path: string, [first, ...rest]: readonly string[]): void => {
    if (first === undefined || first === '**') {
      takeAll(path);
      return;
    }
    const names = /[*?[\\]/.test(first) ? namesIn(root, path).filter(matcher(first)) : [first];
    for (const name of names) {
      const next = path === '' ? name : `${path}/${name}`;
      if (ignored.isShut(next)) continue;
      const entry = rest.length === 0 ? undefined : describe(root, next);
      if (entry?.kind !== 'link') match(next, rest);
      else {
        take(next);
        follow(next, (target) => {
          match(target, rest);
        });
      }
    }
  };
  for (const pattern of patterns) match('', pattern === '' ? [] : pattern.split('/'));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What lies at `path`; undefined where nothing does, and for devices and sockets, which no build has. */
export function describe(root: string, path: string): Entry | undefined {
  const stats = lstatSync(join(root, path), { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : undefined;
  if (kind === undefined) return undefined;
  const executable = kind === 'file' && (stats.mode & 0o100n) !== 0n;
  const target = kind === 'link' ? readlinkSync(join(root, path)) : undefined;
  return {
    path,
    kind,
    executable,
    ...(target === undefined ? {} : { target }),
    stamp: kind === 'file' ? stampOf(stats) : (target ?? ''),
    changedMs: kind === 'file' ? Number(stats.ctimeMs > stats.mtimeMs ? stats.ctimeMs : stats.mtimeMs) : 0,
  };
}

function stampOf({ ino, size, mtimeNs, ctimeNs, mode }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs, mode].join(':');
}

function namesIn(root: string, path: string): readonly string[] {
  try {
    return readdirSync(join(root, path));
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** One name against one part of a pattern, as Go's filepath.Match does it. */
function matcher(part: string): (name: string) => boolean {
  const source = part.replace(/\\(.)|\*|\?|\[(\^?)([^\]]*)\]|[.+^${}()|]/g, (all, escaped, not, set) => {
    if (escaped !== undefined) return `\\x${String(escaped).charCodeAt(0).toString(16).padStart(2, '0')}`;
    if (all === '*') return '.*';
    if (all === '?') return '.';
    return set === undefined ? `\\${all}` : `[${String(not)}${String(set)}]`;
  });
  const pattern = new RegExp(`^${source}$`, 's');
  return (name) => pattern.test(name);
}
