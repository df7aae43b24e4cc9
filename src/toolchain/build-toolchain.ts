import { createHash } from 'node:crypto';
import { isProblem, Problem } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { ContainerEngine, ImageInfo } from '../run/index.ts';
import type { Variant } from '../schema/tools.ts';
import { checkVersions } from './check-versions.ts';
import type { ImageBuilder } from './ports.ts';
import { settleRanges } from './settle-ranges.ts';
import { argumentsOf, describeVariant } from './variant.ts';

/** Label by which a variant says what is otherwise in it. */
export const VARIANT_LABEL = 'dev.polycrate.variant';

/** Label by which a variant says the same as data, with an exact version where a range was asked for. */
export const TOOLS_LABEL = 'dev.polycrate.tools';

/** Label by which an image says which recipe it was built from. */
export const RECIPE_LABEL = 'dev.polycrate.recipe';

interface BuildTools {
  readonly engine: ContainerEngine;
  readonly builder: () => Promise<ImageBuilder>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly variant?: Variant | undefined;
  /** Further arguments, which say where things are fetched from and not what is built. */
  readonly mirrors?: Readonly<Record<string, string>> | undefined;
  /** What its ranges stood for before; see settleRanges. */
  readonly settled?: Variant | undefined;
}

/** Builds the toolchain image of this version under `reference`; progress comes as events. Rejects with IMAGE_BUILD_FAILED or TOOL_VERSION_UNKNOWN. */
export async function buildToolchain(reference: string, reason: string, tools: BuildTools): Promise<void> {
  const { emit, signal, settled } = tools;
  const builder = await tools.builder();
  const variant = await settleRanges(tools.variant ?? {}, { ...builder, settled });
  await checkVersions(variant, builder);
  const buildArgs = { ...argumentsOf(variant), ...tools.buildArgs };
  await ensureBase(await builder.baseImage(buildArgs), tools);
  await emit({ name: 'image.buildStarted', reference, reason });
  await builder.build(
    reference,
    {
      labels: {
        [RECIPE_LABEL]: hashWithArguments(await builder.recipeHash(), buildArgs),
        ...(tools.variant === undefined
          ? {}
          : { [VARIANT_LABEL]: describeVariant(variant), [TOOLS_LABEL]: JSON.stringify(variant) }),
      },
      buildArgs,
      mirrors: tools.mirrors ?? {},
    },
    {
      progressed: (progress) => void emit({ name: 'image.buildProgressed', ...progress }),
      logged: (step, text) => void emit({ name: 'image.buildLogged', step, text }),
    },
    signal,
  );
}

async function ensureBase(reference: string, { engine, emit, signal }: BuildTools): Promise<void> {
  if ((await engine.findImage(reference)) !== undefined) return;
  await emit({ name: 'image.pullStarted', reference });
  try {
    await engine.pullImage(
      reference,
      (status) => void emit({ name: 'image.pullProgressed', reference, status }),
      signal,
    );
  } catch (error) {
    if (!isProblem(error) || error.code !== 'IMAGE_UNAVAILABLE') throw error;
    throw new Problem(
      'IMAGE_UNAVAILABLE',
      `the toolchain is built from ${reference}, which cannot be pulled: ${error.message}`,
      {
        hint: `get it another way, e.g. mmdebstrap --variant=minbase --include=ca-certificates trixie - | docker import - ${reference}\nor build from an image you have: polycrate toolchain build --build-arg BASE=IMAGE`,
        cause: error,
      },
    );
  }
}

/** The image under `reference` if it was built from exactly this recipe and these arguments; a variant without ranges. */
export async function findBuilt(
  reference: string,
  {
    engine,
    builder,
    buildArgs,
    variant = {},
  }: { engine: ContainerEngine; builder: ImageBuilder } & Pick<BuildTools, 'buildArgs' | 'variant'>,
): Promise<ImageInfo | undefined> {
  const [image, recipe] = await Promise.all([engine.findImage(reference), builder.recipeHash()]);
  const wanted = hashWithArguments(recipe, { ...argumentsOf(variant), ...buildArgs });
  return image?.labels[RECIPE_LABEL] === wanted ? image : undefined;
}

/** What the label of a recipe says. Arguments change what is built, so they count; hashed, because a label is readable by everybody and a proxy's address may hold a password. */
export function hashWithArguments(recipe: string, buildArgs: Readonly<Record<string, string>>): string {
  const args = Object.entries(buildArgs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (args.length === 0) return recipe;
  return createHash('sha256')
    .update(JSON.stringify([recipe, args]))
    .digest('hex');
}
