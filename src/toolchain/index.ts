export { ensureImage } from './ensure-image.ts';
export { RECIPE_LABEL, VARIANT_LABEL, buildToolchain, findBuilt } from './build-toolchain.ts';
export { startContainer } from './start-container.ts';
export { learnToolVersions, recordedTools } from './tool-versions.ts';
export { describeVariant } from './variant.ts';
export { ownImage } from './own-image.ts';
export type { BuildListener, ImageBuilder, ToolLists, ToolVersions } from './ports.ts';
export {
  type Comparable,
  compareLocks,
  describeChanges,
  describeDrift,
  findLocked,
  formatLock,
  holdToLock,
  LOCK_FILE,
  lockedImages,
  makeLock,
  parseLock,
  readLock,
  requireSameImage,
  shortenDigest,
} from './lock/index.ts';
