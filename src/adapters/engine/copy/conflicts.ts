import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../../errors.ts';
import type { Emit } from '../../../events.ts';
import type { Entry } from './entry.ts';
import { placeEntries, type SettleOptions } from './settle.ts';

/** Puts what came from the engine beside what stays here, under a name that is free, and warns with what `describe` makes of both paths. */
export function keepBoth(
  root: string,
  entry: Entry,
  {
    emit,
    staged,
    describe,
    ...options
  }: SettleOptions & { readonly emit: Emit; readonly describe: (path: string, beside: string) => Problem },
): void {
  const beside = { ...entry, path: findFreeName(root, `${entry.path}.from-engine`) };
  const waiting = staged.get(entry.path);
  placeEntries(root, [beside], { ...options, staged: new Map(waiting === undefined ? [] : [[beside.path, waiting]]) });
  void emit({ name: 'run.warned', problem: describe(entry.path, beside.path) });
}

/** An earlier conflict may still wait to be looked at. */
function findFreeName(root: string, place: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? place : `${place}-${String(number)}`;
    if (lstatSync(path.join(root, name), { throwIfNoEntry: false }) === undefined) return name;
  }
}
