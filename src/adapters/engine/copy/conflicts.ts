import type { Problem } from '../../../errors.ts';
import type { Emit } from '../../../events.ts';
import { foldersAbove } from './changes.ts';
import { type Entry, isAlike } from './entry.ts';
import { lookAt } from './near.ts';
import { placeEntries, type SettleOptions } from './settle.ts';

interface KeepOptions extends SettleOptions {
  readonly emit: Emit;
  /** What is told of both paths. */
  readonly describe: (path: string, beside: string) => Problem;
}

/** Puts what came from the engine beside what stays here, under a name that is free, and warns with what `describe` makes of both paths. */
export function keepBoth(root: string, entry: Entry, { emit, staged, describe, ...options }: KeepOptions): void {
  const beside = { ...entry, path: findName(root, `${entry.path}.from-engine`, entry) };
  // An earlier run that was killed may have put it there.
  if (lookAt(root, beside.path) === undefined) {
    const waiting = staged.get(entry.path);
    placeEntries(root, [beside], {
      ...options,
      staged: new Map(waiting === undefined ? [] : [[beside.path, waiting]]),
    });
  }
  void emit({ name: 'run.warned', problem: describe(entry.path, beside.path) });
}

/** The same for a folder at `obstacle` there that is no folder here any more: `entries` are what has come out of it. */
export function keepFolderBeside(
  root: string,
  { obstacle, entries }: { readonly obstacle: string; readonly entries: readonly Entry[] },
  { emit, staged, describe, ...options }: KeepOptions,
): void {
  const folder = findName(root, `${obstacle}.from-engine`);
  const move = (path: string): string => `${folder}${path.slice(obstacle.length)}`;
  const moved = entries.map((entry) => ({ ...entry, path: move(entry.path) }));
  const waiting = entries.flatMap(({ path }) => {
    const file = staged.get(path);
    return file === undefined ? [] : [[move(path), file] as const];
  });
  placeEntries(root, withFolders(root, moved), { ...options, staged: new Map(waiting) });
  void emit({ name: 'run.warned', problem: describe(obstacle, folder) });
}

/** Entries, and the folders on the way to them that are neither among them nor here, which belong to whoever owns what is in them; `modeOf` knows the modes of some. */
export function withFolders(
  root: string,
  entries: readonly Entry[],
  modeOf: (path: string) => number | undefined = () => undefined,
): readonly Entry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const entry of entries)
    for (const path of foldersAbove(entry.path))
      if (!all.has(path) && lookAt(root, path) === undefined)
        all.set(path, { ...entry, path, type: 'folder', mode: modeOf(path) ?? 0o755, size: 0, mtime: '0', link: '' });
  return [...all.values()];
}

/** An earlier conflict may still wait to be looked at; the same one of `entry` need not wait twice. */
function findName(root: string, place: string, entry?: Entry): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? place : `${place}-${String(number)}`;
    const there = lookAt(root, name);
    if (there === undefined || (entry !== undefined && entry.type !== 'folder' && isAlike(there, entry))) return name;
  }
}
