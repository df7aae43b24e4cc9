import library from '@balena/dockerignore';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// A CommonJS module whose types are those of a module.
const { default: dockerignore } = library;

/** Decides what of a context no build gets to see. */
export interface Ignored {
  /** True for what is withheld, or ignored by the workspace's own file; paths are relative, with `/`. */
  isOut(path: string): boolean;
  /** True for a folder in which nothing can be wanted. */
  isShut(path: string): boolean;
  /** True for what is withheld, whatever any file says. */
  isWithheld(path: string): boolean;
}

/** The rules of the context `directory`: `RECIPE.dockerignore` if there is one, as Docker's own builders read it, else `.dockerignore`; `withheld` stands above both. */
export function readIgnored(directory: string, recipe: string, withheld: readonly string[]): Ignored {
  const written =
    readIfThere(join(directory, `${recipe}.dockerignore`)) ?? readIfThere(join(directory, '.dockerignore'));
  const lines = (written ?? '').split(/\r?\n/).filter((line) => !line.startsWith('#'));
  const own = dockerignore().add(lines);
  const never = dockerignore({ ignorecase: true }).add([...withheld]);
  // What `!` takes back may lie in a folder that is ignored.
  const mayReturn = lines.some((line) => line.trimStart().startsWith('!'));
  const isWithheld = (path: string): boolean => never.ignores(path);
  const isOut = (path: string): boolean => isWithheld(path) || own.ignores(path);
  return { isWithheld, isOut, isShut: (path) => isWithheld(path) || (!mayReturn && own.ignores(path)) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
