import { Readable } from 'node:stream';
import { Problem } from '../../errors.ts';
import type { Emit } from '../../events.ts';
import type { ContainerEngine, ImageInfo } from '../../run/index.ts';
import { carriedName } from '../lock/references.ts';
import { readPart } from './check-bundle.ts';
import type { BundleManifest } from './manifest.ts';
import type { BundleFiles } from './ports.ts';
import { countBytes } from './progress.ts';

interface LoadTools {
  readonly engine: ContainerEngine;
  readonly bundles: BundleFiles;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** What loading has done to the engine. */
export interface LoadedImage {
  readonly id: string;
  readonly wasThere: boolean;
  /** What the image's name stood for before, if that was another one. */
  readonly replaced?: string;
}

/** Rejects with BUNDLE_INVALID when the engine cannot run what the bundle was made for. */
export async function requirePlatform(path: string, { image }: BundleManifest, engine: ContainerEngine): Promise<void> {
  const { platform = image.platform } = await engine.describe();
  if (platform === image.platform) return;
  throw new Problem(
    'BUNDLE_INVALID',
    `${path} is not loaded: its image is for ${image.platform}, and this engine runs ${platform}`,
    { hint: `write one on a machine of that kind (${platform}): polycrate toolchain bundle FILE` },
  );
}

/**
 * Gives the image of a bundle that has been checked to the engine, under its name, and under one that says which digest was locked: a
 * registry's digest is lost on the way (see decision 0024). Nothing gets a name before the engine has the very image. Rejects with
 * BUNDLE_INVALID, INTERRUPTED, or what the engine says.
 */
export async function loadBundledImage(path: string, manifest: BundleManifest, tools: LoadTools): Promise<LoadedImage> {
  const { engine } = tools;
  const { image, lock } = manifest;
  const there = await engine.findImage(image.id);
  const { id } = there ?? (await load(path, manifest, tools));
  const named = await engine.findImage(image.reference);
  if (named?.id !== id) await engine.tagImage(id, image.reference);
  if (lock !== undefined && image.locked !== undefined && image.locked !== id) {
    const name = carriedName(lock.image, image.locked);
    if ((await engine.findImage(name))?.id !== id) await engine.tagImage(id, name);
  }
  return {
    id,
    wasThere: there !== undefined,
    ...(named === undefined || named.id === id ? {} : { replaced: named.id }),
  };
}

async function load(
  path: string,
  { image, parts }: BundleManifest,
  { engine, bundles, emit, signal }: LoadTools,
): Promise<ImageInfo> {
  const part = parts.find(({ contents }) => contents === 'image');
  if (part === undefined) throw new Problem('BUNDLE_INVALID', `${path} is not loaded: it has no image`);
  const bytes = countBytes(readPart(path, part, { bundles, signal }), {
    ...{ doing: 'loading' as const, totalBytes: part.size, emit },
  });
  const loaded = await engine.loadImage(Readable.from(bytes, { objectMode: false }), signal);
  // Engines that call the manifest's digest the id name it anew.
  for (const name of [image.id, ...loaded]) {
    const found = await engine.findImage(name);
    if (found !== undefined) return found;
  }
  throw new Problem('BUNDLE_INVALID', `${path}: the engine has loaded it, but does not have the image ${image.id}`, {
    hint: 'docker images --no-trunc',
  });
}
