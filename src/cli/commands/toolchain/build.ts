import { Problem } from '../../../errors.ts';
import { imageOf } from '../../../plan/index.ts';
import { buildToolchain, describeVariant, findBuilt, ownImage, settleRanges } from '../../../toolchain/index.ts';
import { details, formatDuration, type Shell } from '../../world.ts';
import { wantedImage } from './wanted.ts';

export interface BuildOptions {
  readonly force: boolean;
  readonly buildArg: readonly string[];
  readonly with: readonly string[];
  readonly without: readonly string[];
  readonly tag?: string;
}

/** `polycrate toolchain build`: builds the image of this version's recipe, or a variant of it, unless it is there already. */
export async function buildImage(shell: Shell, options: BuildOptions): Promise<number> {
  const { force, buildArg, tag } = options;
  const { world } = shell;
  if (shell.preferences.engine === 'local') {
    throw new Problem('LOCAL_UNSUPPORTED', 'engine local has no images, so none can be built', {
      hint: 'polycrate toolchain build --engine docker',
    });
  }
  const wanted = await wantedImage(shell, options);
  const reference = tag ?? (wanted.variant === undefined ? ownImage(world.host.version) : imageOf(wanted));
  const buildArgs = Object.fromEntries(buildArg.map((entry) => splitOnce(entry)));
  const [engine, builder] = await Promise.all([world.engine(), world.builder()]);
  const { settled } = wanted;
  const variant = wanted.variant && (await settleRanges(wanted.variant, { ...builder, settled }));
  const startedMs = world.clock.elapsedMs();
  const there = force ? undefined : await findBuilt(reference, { engine, builder, buildArgs, variant });
  if (there === undefined) {
    const { emit, interruptions } = world;
    const reason = force ? 'asked to (--force)' : 'no image of this recipe is there';
    await buildToolchain(reference, reason, {
      engine,
      builder: world.builder,
      emit,
      signal: interruptions.signal,
      buildArgs,
      variant,
    });
  }
  const image = there ?? (await engine.findImage(reference));
  const took = there === undefined ? formatDuration(world.clock.elapsedMs() - startedMs) : 'already there';
  await shell.renderer.result(
    details(
      [
        ['image', reference],
        ['variant', variant === undefined ? undefined : describeVariant(variant)],
        ['id', image?.id],
        ['size', image === undefined ? undefined : `${String(Math.round(image.sizeBytes / 1e6))} MB`],
        ['built', took],
      ],
      {
        reference,
        id: image?.id,
        sizeBytes: image?.sizeBytes,
        built: there === undefined,
        ...(variant && { variant }),
      },
    ),
  );
  return 0;
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}
