import { isProblem, Problem } from '../errors.ts';
import type { OpenRecipe, Recipes, WorkspaceRecipe } from '../plan/index.ts';
import type { ImageInfo, Masker } from '../run/index.ts';
import { hashWithArguments, RECIPE_LABEL } from './build-toolchain.ts';
import { ensureImage, fetchImage, type ImageTools } from './ensure-image.ts';
import { ownImage } from './own-image.ts';

/** Label by which an image says on which image the recipe of a workspace has put it. */
export const BASE_LABEL = 'dev.polycrate.base';

/** The build argument by which a recipe gets the toolchain of its workspace. */
const TOOLCHAIN_ARGUMENT = 'TOOLCHAIN';

interface OwnBuildTools extends ImageTools {
  readonly recipes: Recipes;
  readonly masker: Pick<Masker, 'add'>;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/**
 * Builds the image of a workspace from its own recipe; what that starts from is got first, the toolchain as if actions ran in it. Rejects with
 * IMAGE_BUILD_FAILED, IMAGE_UNAVAILABLE or FILE_MISSING.
 */
export async function buildOwnImage(
  reference: string,
  { recipe, reason }: { readonly recipe: WorkspaceRecipe; readonly reason: string },
  tools: OwnBuildTools,
): Promise<void> {
  const { engine, emit, interruptions, recipes } = tools;
  const given = tools.buildArgs ?? {};
  const wanted = { [TOOLCHAIN_ARGUMENT]: recipe.base, ...given };
  const opened = await recipes.open(recipe, wanted);
  // The machine's own certificates are no secret, and their lines are everywhere.
  for (const [id, value] of opened.secrets)
    if (value !== undefined && (id !== 'ca' || recipe.secrets?.['ca'] !== undefined))
      tools.masker.add([value.toString('utf8')]);
  for (const base of opened.bases) await ensureBase(base, opened, { recipe, tools });
  // One that a recipe does not declare would be told as odd, and some hold a login.
  const buildArgs = Object.fromEntries(Object.entries(wanted).filter(([name]) => opened.args.has(name)));
  const base = await engine.findImage(opened.bases[0] ?? recipe.base);
  await emit({ name: 'image.buildStarted', reference, reason });
  const builder = await tools.builder();
  await builder.build(
    reference,
    {
      labels: {
        [RECIPE_LABEL]: hashWithArguments(recipe.hash, given),
        ...(base === undefined ? {} : { [BASE_LABEL]: base.id }),
      },
      buildArgs,
      mirrors: tools.mirrors ?? {},
      own: opened,
    },
    {
      progressed: (progress) => void emit({ name: 'image.buildProgressed', ...progress }),
      logged: (step, text) => void emit({ name: 'image.buildLogged', step, text }),
    },
    interruptions.signal,
  );
}

/** The image under `reference` if it was built from exactly this recipe and these arguments, on the base that is there now. */
export async function findOwnBuilt(
  reference: string,
  recipe: WorkspaceRecipe,
  { engine, buildArgs = {} }: Pick<OwnBuildTools, 'engine' | 'buildArgs'>,
): Promise<ImageInfo | undefined> {
  const [image, base] = await Promise.all([engine.findImage(reference), engine.findImage(recipe.base)]);
  if (image?.labels[RECIPE_LABEL] !== hashWithArguments(recipe.hash, buildArgs)) return undefined;
  const isMoved = base !== undefined && ![undefined, base.id].includes(image.labels[BASE_LABEL]);
  return isMoved ? undefined : image;
}

/** The engine's builders cannot log in anywhere, so what a build starts from must be there before. */
async function ensureBase(
  base: string,
  { file }: OpenRecipe,
  { recipe, tools }: { readonly recipe: WorkspaceRecipe; readonly tools: ImageTools },
): Promise<void> {
  const { variant, ...others } = tools;
  try {
    if (base === recipe.base) await ensureImage(base, { ...others, variant });
    else if (base === ownImage(tools.host.version)) await ensureImage(base, others);
    else if ((await tools.engine.findImage(base)) === undefined) await fetchImage(base, others);
  } catch (error) {
    if (!isProblem(error) || error.code !== 'IMAGE_UNAVAILABLE') throw error;
    throw new Problem('IMAGE_UNAVAILABLE', `${file} starts from ${base}, which cannot be had: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}
