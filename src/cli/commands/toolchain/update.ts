import { isProblem } from '../../../errors.ts';
import { imageOf, mirrorArguments, surveyImage } from '../../../plan/index.ts';
import {
  buildOwnImage,
  buildToolchain,
  findBuilt,
  findOwnBuilt,
  ownImage,
  settleRanges,
} from '../../../toolchain/index.ts';
import type { Shell } from '../../world.ts';
import { requireContainers } from './containers.ts';
import { writeLock } from './lock.ts';

/** `polycrate toolchain update`: gets the newest image of the workspace's name, pulled or else built, puts what the workspace's own recipe says on it, and locks it. */
export async function updateToolchain(shell: Shell): Promise<number> {
  requireContainers(shell, 'update');
  const { world } = shell;
  const workspace = await shell.workspace();
  const image = imageOf(workspace.settings.image);
  const mirrors = mirrorArguments(workspace.settings);
  const engine = await world.engine();
  const { emit, interruptions } = world;
  const { signal } = interruptions;
  try {
    await emit({ name: 'image.pullStarted', reference: image });
    await engine.pullImage(
      image,
      (status) => void emit({ name: 'image.pullProgressed', reference: image, status }),
      signal,
    );
    const digest = (await engine.findImage(image))?.id ?? '';
    await emit({ name: 'image.ready', reference: image, digest });
  } catch (error) {
    const { variant: asked } = workspace.settings.image;
    const isOwn = asked !== undefined || image === ownImage(world.host.version);
    if (!isProblem(error) || error.code !== 'IMAGE_UNAVAILABLE' || !isOwn || signal.aborted) throw error;
    const builder = await world.builder();
    const variant = asked && (await settleRanges(asked, builder));
    if ((await findBuilt(image, { engine, builder, variant })) === undefined)
      await buildToolchain(image, `it cannot be pulled: ${error.message}`, {
        engine,
        builder: world.builder,
        emit,
        signal,
        variant,
        mirrors,
      });
  }
  const { image: built, recipe } = await surveyImage(workspace, world);
  if (recipe !== undefined && (await findOwnBuilt(built, recipe, { engine })) === undefined) {
    const { variant } = workspace.settings.image;
    await buildOwnImage(
      built,
      { recipe, reason: 'what it starts from has changed' },
      { ...world, engine, variant, mirrors },
    );
  }
  await writeLock(shell, workspace);
  return 0;
}
