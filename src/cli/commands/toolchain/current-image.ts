import { Problem } from '../../../errors.ts';
import { mirrorArguments, surveyImage, type WorkspaceImage } from '../../../plan/index.ts';
import type { ResolvedWorkspace } from '../../../resolve/index.ts';
import type { ImageInfo } from '../../../run/index.ts';
import type { ToolchainLock } from '../../../schema/toolchain-lock.ts';
import {
  carriedName,
  ensureImage,
  ensureLocked,
  ensureWorkspaceImage,
  lockedImages,
  ownImage,
  readLock,
  requireSameImage,
} from '../../../toolchain/index.ts';
import type { World } from '../../../world.ts';
import { findEnclosing } from '../../workspace-folder.ts';
import type { Shell } from '../../world.ts';

/** An image that the engine has, and what it is called. */
export interface CurrentImage {
  readonly reference: string;
  readonly found: ImageInfo;
  readonly lock?: ToolchainLock | undefined;
}

/** The image of the workspace here, or this version's own outside of one; got where it is absent. Rejects as getting it does. */
export async function currentImage(shell: Shell): Promise<CurrentImage> {
  const { world, namesWorkspace } = shell;
  if (namesWorkspace || (await findEnclosing(world.host.directory, world)) !== undefined) {
    const workspace = await shell.workspace();
    return imageOfWorkspace(workspace, await surveyImage(workspace, world), world);
  }
  const reference = ownImage(world.host.version);
  return { reference, found: await ensureImage(reference, { ...world, engine: await world.engine() }) };
}

/** The image that actions of a workspace run in: the locked one, or what its settings name; got where it is absent. */
export async function imageOfWorkspace(
  workspace: ResolvedWorkspace,
  own: WorkspaceImage,
  world: World,
): Promise<CurrentImage> {
  const { directory, settings } = workspace;
  const lock = await readLock(directory, world.files);
  const engine = await world.engine();
  if (lock === undefined) {
    const found = await ensureWorkspaceImage(own, {
      ...world,
      engine,
      variant: settings.image.variant,
      mirrors: mirrorArguments(settings),
    });
    return { reference: own.image, found };
  }
  await requireSameImage(own, lock, workspace, world.files);
  const locked = lockedImages(lock, world.host);
  const exact = await ensureLocked({ directory, image: lock.image, locked }, { ...world, engine });
  const found = await engine.findImage(exact);
  if (found === undefined) throw new Problem('IMAGE_UNAVAILABLE', `the engine has ${exact} no longer`);
  const isNamed = !lock.image.includes('@');
  return { reference: isNamed ? lock.image : carriedName(lock.image, exact), found, lock };
}
