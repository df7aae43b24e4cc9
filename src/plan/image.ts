import { createHash } from 'node:crypto';
import { RECIPE_HASH } from '../schema/generated/recipe.ts';
import type { Settings } from '../schema/settings.ts';
import type { Variant } from '../schema/tools.ts';

/**
 * The image to run: a reference that names its tag or digest itself stands as it is, any other gets the version as its tag. A variant's tag
 * also names the hash of what it is made of, the tools that were asked for and the recipe, so that two of them are two images.
 */
export function imageOf({ reference, version, variant }: Settings['image']): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const image = name.includes(':') || name.includes('@') ? reference : `${reference}:${version}`;
  return variant === undefined || name.includes('@') ? image : `${image}-${hashVariant(variant)}`;
}

/** Twelve hexadecimal digits; the same tools of the same recipe give the same, in whatever order they are written. */
function hashVariant(variant: Variant): string {
  const wanted = Object.entries(variant).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([RECIPE_HASH, wanted]))
    .digest('hex')
    .slice(0, 12);
}
