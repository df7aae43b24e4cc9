import type { Recipes, WorkspaceImage } from '../plan/index.ts';
import type { ImageInfo, Masker } from '../run/index.ts';
import { buildOwnImage } from './build-own-image.ts';
import { announce, ensureImage, type ImageTools } from './ensure-image.ts';

/**
 * Makes sure the engine has the image of a workspace: one of a recipe of its own is there or built, any other got as `ensureImage` does.
 * Rejects as that does, and with FILE_MISSING.
 */
export async function ensureWorkspaceImage(
  { image, recipe }: WorkspaceImage,
  tools: ImageTools & { readonly recipes: Recipes; readonly masker: Pick<Masker, 'add'> },
): Promise<ImageInfo> {
  if (recipe === undefined) return ensureImage(image, tools);
  const there = await tools.engine.findImage(image);
  if (there !== undefined) return there;
  await buildOwnImage(image, { recipe, reason: `${recipe.file} has not been built as it is now` }, tools);
  return announce(image, tools);
}
