import { Problem } from '../../../errors.ts';
import { surveyImage } from '../../../plan/index.ts';
import {
  describeDrift,
  findLocked,
  LOCK_FILE,
  lockedImages,
  readLock,
  requireSameImage,
  shortenDigest,
} from '../../../toolchain/index.ts';
import { details, type Shell, text } from '../../world.ts';
import { requireContainers } from './containers.ts';

const HOW = 'polycrate toolchain lock';

/**
 * `polycrate toolchain verify`: exit status 0 when the engine has the locked image. With `frozen`, no lock, or none for the engine's
 * platform, is an error too. Nothing is pulled, built or run.
 */
export async function verifyToolchain(shell: Shell, { frozen }: { readonly frozen: boolean }): Promise<number> {
  requireContainers(shell, 'verify');
  const { world } = shell;
  // The engine is looked for while the workspace is read; its failure shows below.
  world.engine().catch(() => undefined);
  const workspace = await shell.workspace();
  const { directory } = workspace;
  const lock = await readLock(directory, world.files);
  if (lock === undefined) {
    if (frozen) throw new Problem('TOOLCHAIN_UNLOCKED', `there is no ${LOCK_FILE} in ${directory}`, { hint: HOW });
    await shell.renderer.result(text(`Nothing is locked. Lock it: ${HOW}`, { locked: false }));
    return 0;
  }
  await requireSameImage(await surveyImage(workspace, world), lock, workspace, world.files);
  const locked = lockedImages(lock, world.host);
  const engine = await world.engine();
  const { image } = lock;
  const { there, named } = await findLocked({ image, locked }, engine);
  if (there === undefined) {
    const problem = await describeDrift({ directory, image, locked }, named, world);
    if (problem.code === 'TOOLCHAIN_DRIFT' || frozen) throw problem;
    await world.emit({ name: 'run.warned', problem });
    return 0;
  }
  const { reference, found } = there;
  const { platform = '' } = found;
  await shell.renderer.result(
    details(
      [
        ['image', image],
        ['platform', platform],
        ['digest', shortenDigest(reference)],
        ['verified', `as ${LOCK_FILE} pins it`],
      ],
      { locked: true, image, platform, reference, id: found.id },
    ),
  );
  return 0;
}
