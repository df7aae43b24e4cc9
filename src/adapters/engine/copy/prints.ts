import { type Entry, printOf } from './entry.ts';
import { lookAt } from './near.ts';

/** Stands for what is there as long as it is to go before ours is sent. */
const REPLACED = 'replaced';

/** Notes a place as it is here now. */
export function note(root: string, path: string, prints: Map<string, string>): void {
  const entry = lookAt(root, path);
  if (entry === undefined) prints.delete(path);
  else prints.set(path, printOf(entry));
}

/** True for what the far side holds something of another kind of, which has to go first: tar replaces no folder that holds something. */
export function isAnotherKind({ path, type }: Entry, prints: ReadonlyMap<string, string>): boolean {
  const print = prints.get(path);
  if (print === REPLACED) return true;
  return type !== 'folder' && print !== undefined && !/^(file|link) /.test(print);
}

/** Notes that ours replaces the folder there with the next transfer, and all that is in it. */
export function forgetFolder(prints: Map<string, string>, folder: string): void {
  for (const path of prints.keys()) if (path.startsWith(`${folder}/`)) prints.delete(path);
  prints.set(folder, REPLACED);
}

/** The permission bits that were noted of a folder. */
export function modeIn(prints: ReadonlyMap<string, string>, folder: string): number | undefined {
  const [, mode] = /^folder ([0-7]+) /.exec(prints.get(folder) ?? '') ?? [];
  return mode === undefined ? undefined : Number.parseInt(mode, 8);
}
