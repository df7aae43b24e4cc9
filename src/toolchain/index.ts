export { ensureImage, type ImageTools } from './ensure-image.ts';
export { RECIPE_LABEL, buildToolchain, findBuilt } from './build-toolchain.ts';
export { ownImage } from './own-image.ts';
export type { BuildListener, BuildProgress, ImageBuilder } from './ports.ts';
