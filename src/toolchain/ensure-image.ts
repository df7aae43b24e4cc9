import { Problem, isProblem } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Host } from '../plan/index.ts';
import type { ContainerEngine, ImageInfo, Interruptions } from '../run/index.ts';
import type { Variant } from '../schema/tools.ts';
import { buildToolchain } from './build-toolchain.ts';
import { ownImage } from './own-image.ts';
import type { ImageBuilder } from './ports.ts';
import { describeVariant } from './variant.ts';

export interface ImageTools {
  readonly engine: ContainerEngine;
  readonly builder: () => Promise<ImageBuilder>;
  readonly emit: Emit;
  readonly interruptions: Interruptions;
  readonly host: Host;
  /** What the image is built with where it is a variant. */
  readonly variant?: Variant | undefined;
  /** What its ranges stood for before; see settleRanges. */
  readonly settled?: Variant | undefined;
  /** When it is pulled, if not where it is missing. */
  readonly pull?: 'always' | 'never' | undefined;
  /** Build arguments that say where things are fetched from. */
  readonly mirrors?: Readonly<Record<string, string>> | undefined;
}

/**
 * Makes sure the engine has an image: there → pulled → built, the last only for the image of this version's own recipe and variants of it.
 * Rejects with IMAGE_UNAVAILABLE or IMAGE_BUILD_FAILED.
 */
export async function ensureImage(reference: string, tools: ImageTools): Promise<ImageInfo> {
  const { engine, builder, emit, host, variant, settled, pull, mirrors } = tools;
  const { signal } = tools.interruptions;
  const there = await engine.findImage(reference);
  if (there !== undefined && pull !== 'always') return there;
  // Nobody publishes the variants of a team but the team itself, under a name of its own.
  if (variant !== undefined && reference.startsWith(`${ownImage(host.version)}-`)) {
    if (there !== undefined) return there;
    const wish = { variant, settled, mirrors };
    await buildToolchain(reference, describeVariant(variant), { engine, builder, emit, signal, ...wish });
    return announce(reference, tools);
  }
  try {
    if (pull === 'never') throw neverPulled(reference);
    return await fetchImage(reference, tools);
  } catch (error) {
    if (
      !isProblem(error) ||
      error.code !== 'IMAGE_UNAVAILABLE' ||
      (variant === undefined && reference !== ownImage(host.version)) ||
      there !== undefined ||
      signal.aborted
    )
      throw error;
    await buildToolchain(reference, `it cannot be pulled: ${error.message}`, {
      engine,
      builder,
      emit,
      signal,
      variant,
      settled,
      mirrors,
    });
  }
  return announce(reference, tools);
}

/** IMAGE_UNAVAILABLE for one that is not there and may not be pulled. */
export function neverPulled(reference: string): Problem {
  return new Problem('IMAGE_UNAVAILABLE', `${reference} is not here, and config.toolchain.pull says never`, {
    hint: `docker pull ${reference}   (or docker load), or for this command: --set toolchain.pull=missing`,
  });
}

/** Pulls an image, telling how it goes. Rejects with IMAGE_UNAVAILABLE. */
export async function fetchImage(reference: string, tools: Omit<ImageTools, 'builder' | 'host'>): Promise<ImageInfo> {
  const { engine, emit, interruptions } = tools;
  await emit({ name: 'image.pullStarted', reference });
  await engine.pullImage(
    reference,
    (status) => void emit({ name: 'image.pullProgressed', reference, status }),
    interruptions.signal,
  );
  return announce(reference, tools);
}

/** The image, which is there by now, told as ready. Rejects with IMAGE_UNAVAILABLE when it is not. */
export async function announce(
  reference: string,
  { engine, emit }: Pick<ImageTools, 'engine' | 'emit'>,
): Promise<ImageInfo> {
  const image = await engine.findImage(reference);
  if (image === undefined) {
    throw new Problem('IMAGE_UNAVAILABLE', `${reference} was fetched, but the engine does not have it`, {
      hint: `docker pull ${reference}`,
    });
  }
  await emit({ name: 'image.ready', reference, digest: image.id });
  return image;
}
