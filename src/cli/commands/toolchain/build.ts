import { Problem } from '../../../errors.ts';
import { describeVariant } from '../../../toolchain/index.ts';
import { details, formatDuration, type Shell } from '../../world.ts';
import { buildWanted } from './build-image.ts';
import { wantedImage } from './wanted.ts';

export interface BuildOptions {
  readonly force: boolean;
  readonly buildArg: readonly string[];
  readonly with: readonly string[];
  readonly without: readonly string[];
  readonly tag?: string;
}

/** `polycrate toolchain build`: builds what actions here run in, this version's own recipe or a variant of it with what the workspace's
 * recipe puts on it, unless it is there already. */
export async function buildImage(shell: Shell, options: BuildOptions): Promise<number> {
  const { force, buildArg, tag } = options;
  const { world } = shell;
  if (shell.preferences.engine === 'local') {
    throw new Problem('LOCAL_UNSUPPORTED', 'engine local has no images, so none can be built', {
      hint: 'polycrate toolchain build --engine docker',
    });
  }
  const wanted = await wantedImage(shell, options);
  const buildArgs = Object.fromEntries(buildArg.map((entry) => splitOnce(entry)));
  const engine = await world.engine();
  const startedMs = world.clock.elapsedMs();
  const { reference, isNew, variant } = await buildWanted(shell, wanted, { engine, force, buildArgs, tag });
  const image = await engine.findImage(reference);
  const took = isNew ? formatDuration(world.clock.elapsedMs() - startedMs) : 'already there';
  const sizeMb = image === undefined ? undefined : Math.round(image.sizeBytes / 1e6);
  await shell.renderer.result(
    details(
      [
        ['image', reference],
        ['recipe', wanted.own && `${wanted.own.recipe.file} on ${wanted.own.recipe.base}`],
        ['variant', variant === undefined ? undefined : describeVariant(variant)],
        ['id', image?.id],
        ['size', sizeMb === undefined ? undefined : `${String(sizeMb)} MB`],
        ['built', took],
      ],
      {
        reference,
        id: image?.id,
        sizeBytes: image?.sizeBytes,
        built: isNew,
        ...(variant && { variant }),
        ...(wanted.own && { recipe: wanted.own.recipe.file, base: wanted.own.recipe.base }),
      },
    ),
  );
  return 0;
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}
