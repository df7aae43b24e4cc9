import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../errors.ts';
import type { ContextEntry, RecipePlace, Recipes } from '../../plan/index.ts';
import { readIgnored } from './ignored.ts';
import { createMemory } from './memory.ts';
import type { Source } from './parse-recipe.ts';
import { type Environment, readBuildSecrets } from './build-secrets.ts';
import { requireSources } from './require-sources.ts';
import { describe, type Entry, walk } from './walk.ts';

/** What was changed a moment ago may change again without its dates telling: it is not remembered yet. */
const SETTLED_MS = 2_000;

/** The recipes of workspaces on this machine's disk, with secrets of this environment; `cache` is the user's cache folder. */
export function createRecipes(cache: string | undefined, env: Environment = {}): Recipes {
  const memory = createMemory(cache);
  return {
    async hash(place) {
      const { directory, file, withheld } = place;
      const recipe = describeBehind(directory, file);
      if (recipe === undefined) return undefined;
      const known = memory.find(join(directory, file));
      const state = JSON.stringify([recipe.stamp, withheld]);
      const sources = known?.recipe === state ? known.sources : await sourcesOf(place);
      const entries = entriesOf(place, sources);
      const context = digest(JSON.stringify(entries.map(({ path, stamp }) => [path, stamp])));
      if (known?.recipe === state && known.context === context) return known.hash;
      const hash = hashContext(directory, file, entries);
      const newestMs = Math.max(recipe.changedMs, ...entries.map(({ changedMs }) => changedMs));
      if (Math.abs(Date.now() - newestMs) > SETTLED_MS)
        memory.keep(join(directory, file), { recipe: state, sources, context, hash });
      return hash;
    },
    async open(place, buildArgs) {
      const { directory, file, withheld } = place;
      const text = await readFile(join(directory, file), 'utf8').catch((cause: unknown) => {
        throw new Problem('FILE_MISSING', `${file} cannot be read`, { hint: `ls -l ${join(directory, file)}`, cause });
      });
      const { parseRecipe } = await import('./parse-recipe.ts');
      const { sources, bases, args, steps, secrets: mounted } = parseRecipe(text, buildArgs);
      requireSources(place, { text, sources, ignored: readIgnored(directory, file, withheld) });
      const entries = entriesOf(place, sources).filter(({ path }) => path !== file);
      const own: ContextEntry = {
        path: file,
        kind: 'file',
        executable: false,
        read: () => Promise.resolve(Buffer.from(text)),
      };
      const context = [...entries.map((entry) => toContext(directory, entry)), own];
      const secrets = await readBuildSecrets(mounted, place, env);
      return { file, path: join(directory, file), text, steps, bases, args: new Set(args), secrets, context };
    },
  };
}

/** The recipe itself, also where its name is a link: what changes is what that leads to. */
function describeBehind(directory: string, file: string): Entry | undefined {
  const entry = describe(directory, file);
  return entry?.kind === 'link' ? describe('/', realpathSync(join(directory, file)).slice(1)) : entry;
}

/** The parser is loaded only when a recipe has changed. */
async function sourcesOf({ directory, file }: RecipePlace): Promise<readonly Source[]> {
  const { parseRecipe } = await import('./parse-recipe.ts');
  return parseRecipe(readFileSync(join(directory, file), 'utf8'), {}).sources;
}

function entriesOf({ directory, file, withheld }: RecipePlace, sources: readonly Source[]): readonly Entry[] {
  if (sources.length === 0) return [];
  return walk(
    directory,
    sources.map(({ pattern }) => pattern),
    readIgnored(directory, file, withheld),
  );
}

/** Over paths, kinds and contents: the same on every machine and checkout. */
function hashContext(directory: string, file: string, entries: readonly Entry[]): string {
  const hash = createHash('sha256').update(readFileSync(join(directory, file)));
  for (const { path, kind, executable, target } of entries) {
    hash.update(`\0${path}\0${kind}${executable ? ' x' : ''}\0${target ?? ''}\0`);
    if (kind === 'file') hash.update(digest(readFileSync(join(directory, path))));
  }
  return hash.digest('hex');
}

function toContext(directory: string, { path, kind, target, executable }: Entry): ContextEntry {
  if (kind === 'folder') return { path, kind };
  if (kind === 'link') return { path, kind, target: target ?? '' };
  return { path, kind, executable, read: () => readFile(join(directory, path)) };
}

const digest = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
