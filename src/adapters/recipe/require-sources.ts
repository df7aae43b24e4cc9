import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../errors.ts';
import type { RecipePlace } from '../../plan/index.ts';
import type { Ignored } from './ignored.ts';
import type { Source } from './parse-recipe.ts';

/**
 * Throws IMAGE_BUILD_FAILED with the line, when the recipe copies something by its plain name that is withheld, ignored or not there: what a
 * builder says of it does not tell which of them.
 */
export function requireSources(
  { directory, file }: RecipePlace,
  { text, sources, ignored }: { readonly text: string; readonly sources: readonly Source[]; readonly ignored: Ignored },
): void {
  for (const { pattern, line } of sources) {
    if (pattern === '' || /[*?[\\]/.test(pattern)) continue;
    const fault = faultOf(join(directory, pattern), pattern, ignored);
    if (fault === undefined) continue;
    const [message, hint] = fault;
    const lines = text.split(/\r?\n/);
    const snippet = [line - 1, line, line + 1].flatMap((number) => {
      const found = lines[number - 1];
      return found === undefined ? [] : [{ line: number, text: found }];
    });
    const column = Math.max(0, (lines[line - 1] ?? '').indexOf(pattern)) + 1;
    const length = column === 1 ? 1 : pattern.length;
    const places = [{ file: join(directory, file), line, column, length, snippet }];
    throw new Problem('IMAGE_BUILD_FAILED', `${file}: ${message}`, { hint, places });
  }
}

function faultOf(path: string, name: string, ignored: Ignored): readonly [string, string] | undefined {
  if (ignored.isWithheld(name))
    return [
      `${name} is never part of a build: it is a secret or made by runs`,
      'leave it out of the image; actions see it in the workspace',
    ];
  if (!existsSync(path))
    return [`there is no ${name} in the workspace`, `sources are relative to the workspace: ${path}`];
  if (ignored.isShut(name)) return [`${name} is left out by .dockerignore`, `add a line to it: !${name}`];
  return undefined;
}
