import { isProblem, Problem } from '../../errors.ts';
import type { ContainerEngine, ImageInfo } from '../../run/index.ts';
import { fetchImage, type ImageTools, neverPulled } from '../ensure-image.ts';
import type { Files } from '../../workspace/index.ts';
import type { Locked } from './hold.ts';
import { findInLock, LOCK_FILE } from './read-lock.ts';
import { carriedName, shortenDigest } from './references.ts';

/** Where the lock is, and what it pins. */
export interface Pinned {
  readonly directory: string;
  readonly image: string;
  readonly locked: Locked;
}

/**
 * Makes sure the engine has the locked image: there → pulled by its digest. Answers the exact name to start it by, which is another than
 * expected where the engine runs another platform. Rejects with TOOLCHAIN_DRIFT, TOOLCHAIN_UNLOCKED for a platform that is not in the
 * lock, or IMAGE_UNAVAILABLE.
 */
export async function ensureLocked(pinned: Pinned, tools: ImageTools & { readonly files: Files }): Promise<string> {
  const { locked } = pinned;
  const { engine } = tools;
  const { there, named } = await findLocked(pinned, engine);
  if (there !== undefined) return there.reference;
  const failure = await pull(locked.reference, tools);
  const pulled = failure === undefined ? await engine.findImage(locked.reference) : undefined;
  if (failure === undefined && (pulled === undefined || isFor(pulled, locked, locked.reference)))
    return locked.reference;
  if (failure === undefined) throw await describeDrift(pinned, pulled, tools);
  // There is nothing else to compare with: what matters is why it cannot be had.
  if (named === undefined && locked.reference.includes('@')) throw failure;
  throw await describeDrift(pinned, named, { files: tools.files, failure });
}

/** The locked image if the engine has it, and the name to start it by; otherwise what the engine has under the image's usual name. */
export async function findLocked(
  { image, locked }: Pick<Pinned, 'image' | 'locked'>,
  engine: ContainerEngine,
): Promise<{
  readonly there?: { readonly reference: string; readonly found: ImageInfo };
  readonly named?: ImageInfo | undefined;
}> {
  const { reference, platforms } = locked;
  const found = await engine.findImage(reference);
  if (found !== undefined) return isFor(found, locked, reference) ? { there: { reference, found } } : { named: found };
  const carried = await findCarried(image, locked, engine);
  if (carried !== undefined) return { there: { reference: carried.id, found: carried } };
  const named = await engine.findImage(image);
  // Where the engine is no machine of the caller's kind, it is the image's own platform that counts.
  const other = platforms[named?.platform ?? ''];
  const instead = other === undefined ? undefined : await engine.findImage(other);
  return other === undefined || instead === undefined
    ? { named }
    : { there: { reference: other, found: instead }, named };
}

/** What `toolchain load` has brought under the locked digest. */
async function findCarried(image: string, locked: Locked, engine: ContainerEngine): Promise<ImageInfo | undefined> {
  const found = await engine.findImage(carriedName(image, locked.reference));
  return found !== undefined && isFor(found, locked, locked.reference) ? found : undefined;
}

/** True for an image that is pinned for its own platform: under one digest there may be several, and one of another platform cannot run. */
function isFor({ platform }: ImageInfo, { platforms }: Locked, reference: string): boolean {
  return platform === undefined || platforms[platform] === reference;
}

/** Only a registry's digest can be pulled. Answers why it cannot be had. */
async function pull(reference: string, tools: ImageTools): Promise<Problem | undefined> {
  if (!reference.includes('@')) return new Problem('IMAGE_UNAVAILABLE', 'it was built, and not pulled from a registry');
  if (tools.pull === 'never') return neverPulled(reference);
  try {
    await fetchImage(reference, tools);
    return undefined;
  } catch (error) {
    if (isProblem(error) && error.code === 'IMAGE_UNAVAILABLE') return error;
    throw error;
  }
}

/** The Problem for an engine without the locked image; `found` is what it has under the same name. */
export async function describeDrift(
  { directory, image, locked }: Pinned,
  found: ImageInfo | undefined,
  { files, failure }: { readonly files: Pick<Files, 'read'>; readonly failure?: Problem },
): Promise<Problem> {
  const { platform } = found ?? {};
  const platforms = Object.keys(locked.platforms);
  if (platform !== undefined && !platforms.includes(platform)) {
    return new Problem(
      'TOOLCHAIN_UNLOCKED',
      `${LOCK_FILE} pins ${image} for ${platforms.join(', ')}, and this engine runs ${platform}`,
      {
        hint: 'polycrate toolchain lock   (adds this platform)',
        places: await findInLock(directory, '"platforms"', files),
      },
    );
  }
  const expected = (platform === undefined ? undefined : locked.platforms[platform]) ?? locked.reference;
  const digest = expected.slice(expected.indexOf('@') + 1);
  const here = found === undefined ? 'it is not here' : `here it is ${shortenDigest(ownName(found, expected))}`;
  const message = `${LOCK_FILE} expects ${image} to be ${shortenDigest(digest)}, but ${here}`;
  const accept =
    found === undefined
      ? 'polycrate toolchain lock   (gets what there is, and accepts it)'
      : `polycrate toolchain diff ${LOCK_FILE} ${image}   (what differs)\npolycrate toolchain lock   (accepts what is here)`;
  return new Problem('TOOLCHAIN_DRIFT', message, {
    hint: expected.includes('@') ? `${accept}\ndocker pull ${expected}   (gets what is locked)` : accept,
    places: await findInLock(directory, digest, files),
    ...(failure === undefined ? {} : { cause: failure }),
  });
}

/** In the same terms as what is expected: a registry's digest if it has one, else its id. */
function ownName({ id, digests }: ImageInfo, expected: string): string {
  const registry = expected.includes('@') ? digests[0] : undefined;
  return registry === undefined ? id : registry.slice(registry.indexOf('@') + 1);
}
