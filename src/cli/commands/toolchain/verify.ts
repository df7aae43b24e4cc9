import { Problem } from '../../../errors.ts';
import { surveyImage } from '../../../plan/index.ts';
import {
  describeDrift,
  findLocked,
  LOCK_FILE,
  lockedImages,
  readLocalTools,
  readLock,
  requireLockedTools,
  requireSameImage,
  shortenDigest,
} from '../../../toolchain/index.ts';
import type { ToolchainLock } from '../../../schema/toolchain-lock.ts';
import { details, type Shell, text } from '../../world.ts';

const HOW = 'polycrate toolchain lock';

/**
 * `polycrate toolchain verify`: exit status 0 when the engine has the locked image. With `frozen`, no lock, or none for the engine's
 * platform, is an error too. Nothing is pulled, built or run. Without a container the tools of the image around this process are compared.
 */
export async function verifyToolchain(shell: Shell, { frozen }: { readonly frozen: boolean }): Promise<number> {
  const { world, preferences } = shell;
  const isLocal = preferences.engine === 'local';
  // The engine is looked for while the workspace is read; its failure shows below.
  if (!isLocal) world.engine().catch(() => undefined);
  const workspace = await shell.workspace();
  const { directory } = workspace;
  const lock = await readLock(directory, world.files);
  if (lock === undefined) {
    if (frozen) throw new Problem('TOOLCHAIN_UNLOCKED', `there is no ${LOCK_FILE} in ${directory}`, { hint: HOW });
    await shell.renderer.result(text(`Nothing is locked. Lock it: ${HOW}`, { locked: false }));
    return 0;
  }
  if (isLocal) return verifyLocally(shell, lock, directory);
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

async function verifyLocally({ world, renderer }: Shell, lock: ToolchainLock, directory: string): Promise<number> {
  const tools = await readLocalTools(world.files);
  if (tools === undefined) {
    throw new Problem('LOCAL_UNSUPPORTED', 'this machine is no toolchain image, so there is nothing to verify', {
      hint: 'polycrate toolchain verify --engine docker',
    });
  }
  await requireLockedTools(lock, tools, { ...world, directory });
  const count = Object.keys(tools).length;
  await renderer.result(
    details(
      [
        ['image', `the one this runs in, ${String(count)} tools`],
        [
          'verified',
          `its tools are those of ${lock.image} as ${LOCK_FILE} has them; its digest cannot be seen from inside`,
        ],
      ],
      { locked: true, image: lock.image, tools },
    ),
  );
  return 0;
}
