import type { Emit } from '../events.ts';
import type { ContainerEngine, ImageInfo } from '../run/index.ts';
import type { ImageBuilder } from './ports.ts';

/** Label by which an image says which recipe it was built from. */
export const RECIPE_LABEL = 'dev.polycrate.recipe';

interface BuildTools {
  readonly builder: () => Promise<ImageBuilder>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** Builds the toolchain image of this version under `reference`; progress comes as events. Rejects with IMAGE_BUILD_FAILED. */
export async function buildToolchain(reference: string, reason: string, tools: BuildTools): Promise<void> {
  const { emit, signal, buildArgs = {} } = tools;
  const builder = await tools.builder();
  await emit({ name: 'image.buildStarted', reference, reason });
  await builder.build(
    reference,
    { labels: { [RECIPE_LABEL]: await recipeOf(builder, buildArgs) }, buildArgs },
    {
      progressed: (progress) => void emit({ name: 'image.buildProgressed', ...progress }),
      logged: (step, text) => void emit({ name: 'image.buildLogged', step, text }),
    },
    signal,
  );
}

/** The image under `reference` if it was built from exactly this recipe and these arguments. */
export async function findBuilt(
  reference: string,
  { engine, builder, buildArgs = {} }: { engine: ContainerEngine; builder: ImageBuilder; buildArgs?: BuildTools['buildArgs'] },
): Promise<ImageInfo | undefined> {
  const [image, recipe] = await Promise.all([engine.findImage(reference), recipeOf(builder, buildArgs)]);
  return image?.labels[RECIPE_LABEL] === recipe ? image : undefined;
}

async function recipeOf(builder: ImageBuilder, buildArgs: Readonly<Record<string, string>>): Promise<string> {
  const args = Object.entries(buildArgs).map(([key, value]) => ` ${key}=${value}`);
  return [await builder.recipeHash(), ...args.sort()].join('');
}
