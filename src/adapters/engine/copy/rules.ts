import createIgnore from 'ignore';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** File at the root of a tree that says what is not copied, in the language of gitignore(5). */
export const IGNORE_FILE = '.polycrateignore';
/** Where files wait until all have come. */
export const INCOMING = '.polycrate-incoming';

/** Left out unless `.polycrateignore` says `!.git`: large, changed by every commit, and harmed by being changed on two sides. */
const USUALLY_OUT = ['.git'];

/** Which parts of a tree are copied. */
export interface Rules {
  /** True for what stays where it is, on either side. */
  isOut(path: string, isFolder: boolean): boolean;
}

/** The rules of the tree at `root`. `withheld`: absolute paths that are never copied, whatever the file says. */
export async function readRules(root: string, withheld: readonly string[]): Promise<Rules> {
  const written = await readFile(path.join(root, IGNORE_FILE), 'utf8').catch(() => '');
  const patterns = createIgnore().add(USUALLY_OUT).add(written);
  const never = [INCOMING, ...withheld.map((place) => path.relative(root, place))];
  return {
    isOut(place, isFolder) {
      if (place === '') return false;
      if (never.some((name) => place === name || place.startsWith(`${name}/`))) return true;
      return patterns.ignores(isFolder ? `${place}/` : place);
    },
  };
}
