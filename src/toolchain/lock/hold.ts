import { Problem } from '../../errors.ts';
import type { Host, Plan, WorkspaceImage } from '../../plan/index.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import type { ToolchainLock } from '../../schema/toolchain-lock.ts';
import type { Files } from '../../workspace/index.ts';
import { findInLock, LOCK_FILE, readLock } from './read-lock.ts';
import { exactReference } from './references.ts';

/** An image as toolchain.lock pins it; see Plan. */
export type Locked = NonNullable<Plan['locked']>;

/**
 * The plan with exactly the image that the workspace's toolchain.lock pins; the plan itself where there is no lock, or no container. The
 * lock stands above the image this version would take by itself; one that somebody chose must be the locked one. Rejects with
 * TOOLCHAIN_LOCK_INVALID or TOOLCHAIN_DRIFT.
 */
export async function holdToLock(
  plan: Plan,
  workspace: Pick<ResolvedWorkspace, 'directory' | 'choosesImage'>,
  { files, host }: { readonly files: Files; readonly host: Pick<Host, 'arch'> },
): Promise<Plan> {
  if (plan.local !== undefined) return plan;
  const lock = await readLock(workspace.directory, files);
  if (lock === undefined) return plan;
  await requireSameImage(plan, lock, workspace, files);
  return { ...plan, image: lock.image, locked: lockedImages(lock, host) };
}

/** Rejects with TOOLCHAIN_DRIFT when somebody chose an image that is not the locked one. */
export async function requireSameImage(
  { image, recipe }: WorkspaceImage,
  lock: ToolchainLock,
  { directory, choosesImage }: Pick<ResolvedWorkspace, 'directory' | 'choosesImage'>,
  files: Files,
): Promise<void> {
  if ((choosesImage !== true && recipe === undefined) || image === lock.image) return;
  const places = await findInLock(directory, JSON.stringify(lock.image), files);
  if (recipe !== undefined) {
    const message = `the image is to be built from ${recipe.file} as it is now, and ${LOCK_FILE} pins ${lock.image}`;
    throw new Problem('TOOLCHAIN_DRIFT', message, {
      hint: `polycrate toolchain lock   (builds it, and accepts it)\nor take back what was changed: git diff ${recipe.file}`,
      places,
    });
  }
  throw new Problem('TOOLCHAIN_DRIFT', `the image is to be ${image}, and ${LOCK_FILE} pins ${lock.image}`, {
    hint: `polycrate toolchain lock --image-ref ${image}   (accepts it)\nor leave config.image and --image-ref out, to run what is locked`,
    places,
  });
}

/** What a lock pins, by the names an engine finds it by. This machine's platform is the engine's, as far as can be told before it is asked. */
export function lockedImages(lock: ToolchainLock, { arch }: Pick<Host, 'arch'>): Locked {
  const entries = Object.entries(lock.platforms).map(([platform, { digest }]): [string, string] => [
    platform,
    exactReference(lock, digest),
  ]);
  const own = entries.find(([platform]) => platform === `linux/${arch ?? ''}`);
  const [, reference = ''] = own ?? entries[0] ?? [];
  return { reference, platforms: Object.fromEntries(entries) };
}
