export { readLocalTools, requireLockedTools } from './check-local.ts';
export { ensureImage } from './ensure-image.ts';
export { RECIPE_LABEL, VARIANT_LABEL, buildToolchain, findBuilt } from './build-toolchain.ts';
export { buildOwnImage, findOwnBuilt } from './build-own-image.ts';
export { ensureWorkspaceImage } from './ensure-workspace-image.ts';
export { startContainer } from './start-container.ts';
export { readInventory } from './inventory.ts';
export { learnToolVersions, recordedTools } from './tool-versions.ts';
export { describeVariant } from './variant.ts';
export { settleRanges } from './settle-ranges.ts';
export { ownImage } from './own-image.ts';
export type { BuildListener, ImageBuilder, ToolLists, ToolVersions } from './ports.ts';
export {
  carriedName,
  type Comparable,
  compareLocks,
  describeChanges,
  describeDrift,
  ensureLocked,
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
export type { BundleDraft, BundleFiles, Carrying, FileToCarry, FoundPart, LaidWorkspace } from './bundle/index.ts';
