export { ensureImage } from './ensure-image.ts';
export { RECIPE_LABEL, buildToolchain, findBuilt } from './build-toolchain.ts';
export { learnToolVersions, recordedTools } from './tool-versions.ts';
export { ownImage } from './own-image.ts';
export type { BuildListener, ImageBuilder, ToolLists, ToolVersions } from './ports.ts';
