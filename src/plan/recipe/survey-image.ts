import { createHash } from 'node:crypto';
import { Problem } from '../../errors.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { DEFAULT_RECIPE } from '../../schema/settings.ts';
import type { Surroundings } from '../facts.ts';
import { imageOf } from '../image.ts';
import { join } from '../layout.ts';
import type { RecipePlace } from './ports.ts';
import { withheldFrom } from './withheld.ts';

/** A recipe of the workspace's own, and what is built from it. */
export interface WorkspaceRecipe extends RecipePlace {
  /** The image that it gets as its build argument TOOLCHAIN. */
  readonly base: string;
  /** SHA-256 over the recipe, everything it copies, and the name of its base. */
  readonly hash: string;
  /** Id → `env=VARIABLE` or `src=FILE`. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The image that a workspace's actions run in, and how it is made where that is by a recipe of its own. */
export interface WorkspaceImage {
  readonly image: string;
  readonly recipe?: WorkspaceRecipe;
}

/**
 * Which image the actions of a workspace run in. Its name says what is in it, so one that is there is up to date, and one that is not has to
 * be built. Without a recipe it costs one look at the disk. Rejects with FILE_MISSING for a recipe that is named and not there.
 */
export async function surveyImage(
  workspace: Pick<ResolvedWorkspace, 'directory' | 'name' | 'settings' | 'kubeconfigFilename'>,
  { files, recipes }: Pick<Surroundings, 'files' | 'recipes'>,
): Promise<WorkspaceImage> {
  const { directory, name, settings } = workspace;
  const base = imageOf(settings.image);
  const place = { directory, file: settings.dockerfile, withheld: withheldFrom(workspace) };
  if ((await files.inspect(join(directory, place.file))) === undefined) {
    if (place.file === DEFAULT_RECIPE) return { image: base };
    throw new Problem('FILE_MISSING', `config.dockerfile names ${place.file}, which is not there`, {
      hint: `write ${join(directory, place.file)}, or remove the key`,
    });
  }
  const contents = (await recipes.hash(place)) ?? '';
  const hash = createHash('sha256').update(`${base}\0${contents}`).digest('hex');
  const { secrets } = settings.toolchain ?? {};
  return {
    image: `localhost/polycrate/${name.toLowerCase()}:${hash.slice(0, 12)}`,
    recipe: { ...place, base, hash, ...(secrets && { secrets }) },
  };
}
