import { Problem } from '../../../errors.ts';
import { imageOf } from '../../../plan/index.ts';
import type { ContainerEngine } from '../../../run/index.ts';
import {
  buildOwnImage,
  buildToolchain,
  findBuilt,
  findOwnBuilt,
  ownImage,
  settleRanges,
} from '../../../toolchain/index.ts';
import type { Variant } from '../../../schema/tools.ts';
import { nearest } from '../../../workspace/index.ts';
import type { Shell } from '../../world.ts';
import type { Wanted } from './wanted.ts';

interface Choices {
  readonly engine: ContainerEngine;
  readonly force: boolean;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The name to give to the image, instead of its own. */
  readonly tag?: string | undefined;
}

/** What has become of an image that was to be built. */
interface Built {
  readonly reference: string;
  /** False when it was there. */
  readonly isNew: boolean;
  /** With exact versions. */
  readonly variant: Variant | undefined;
}

const FORCED = 'asked to (--force)';

/**
 * Builds the toolchain, or a variant of it, and on it what a recipe of the workspace's own makes of it; what is there from the same recipe is
 * left as it is. Force, arguments and name are for the last of them.
 */
export async function buildWanted(shell: Shell, wanted: Wanted, choices: Choices): Promise<Built> {
  const { toolchain, own, settled, mirrors } = wanted;
  const { publishedVersions } = await shell.world.builder();
  const variant = toolchain.variant && (await settleRanges(toolchain.variant, { publishedVersions, settled }));
  const reference = baseOf(shell, toolchain);
  if (own === undefined) return buildBase(shell, { reference, variant, mirrors }, choices);
  const { base } = own.recipe;
  const { file, bases, args } = await shell.world.recipes.open(own.recipe, { TOOLCHAIN: base, ...choices.buildArgs });
  for (const name of Object.keys(choices.buildArgs)) requireArgument(name, file, args);
  // It may start from something else, which is then not for us to build.
  if (base === reference && bases.includes(base))
    await buildBase(shell, { reference, variant, mirrors }, { engine: choices.engine, force: false, buildArgs: {} });
  return buildOwn(shell, { ...own, variant, mirrors }, choices);
}

/** Every build knows the proxy's variables by itself. */
function requireArgument(name: string, file: string, declared: ReadonlySet<string>): void {
  if (declared.has(name) || name.toUpperCase().endsWith('_PROXY')) return;
  const guess = nearest(name, [...declared]);
  throw new Problem('USAGE', `--build-arg ${name}: ${file} declares no such argument`, {
    hint: guess === undefined ? `add a line "ARG ${name}" to ${file}` : `did you mean "${guess}"?`,
  });
}

function baseOf({ world }: Shell, toolchain: Wanted['toolchain']): string {
  return toolchain.variant === undefined ? ownImage(world.host.version) : imageOf(toolchain);
}

async function buildBase(
  shell: Shell,
  { reference: name, variant, mirrors }: Pick<Built, 'reference' | 'variant'> & Pick<Wanted, 'mirrors'>,
  { engine, force, buildArgs, tag }: Choices,
): Promise<Built> {
  const { emit, interruptions, builder } = shell.world;
  const reference = tag ?? name;
  const wish = { buildArgs, variant };
  const there = force ? undefined : await findBuilt(reference, { engine, builder: await builder(), ...wish });
  if (there !== undefined) return { reference, isNew: false, variant };
  const reason = force ? FORCED : 'no image of this recipe is there';
  await buildToolchain(reference, reason, { engine, builder, emit, signal: interruptions.signal, mirrors, ...wish });
  return { reference, isNew: true, variant };
}

async function buildOwn(
  { world }: Shell,
  { image, recipe, variant, mirrors }: NonNullable<Wanted['own']> & Pick<Built, 'variant'> & Pick<Wanted, 'mirrors'>,
  { engine, force, buildArgs, tag }: Choices,
): Promise<Built> {
  const reference = tag ?? image;
  const there = force ? undefined : await findOwnBuilt(reference, recipe, { engine, buildArgs });
  if (there !== undefined) return { reference, isNew: false, variant };
  const isOther = !force && (await engine.findImage(reference)) !== undefined;
  const unbuilt = `${recipe.file} has not been built as it is now`;
  const reason = force
    ? FORCED
    : isOther
      ? 'the one that is there was built otherwise: other arguments, or another base'
      : unbuilt;
  await buildOwnImage(reference, { recipe, reason }, { ...world, engine, variant, buildArgs, mirrors });
  return { reference, isNew: true, variant };
}
