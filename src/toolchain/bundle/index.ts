export { checkBundle, readPart } from './check-bundle.ts';
export { loadBundledImage, requirePlatform } from './load-image.ts';
export type { CarriedWorkspace } from './manifest.ts';
export { findExposed } from './find-exposed.ts';
export { carryingOf, summarize } from './carried-files.ts';
export type { BundleDraft, BundleFiles, Carrying, FileToCarry, FoundPart, LaidWorkspace } from './ports.ts';
export { type PackedWorkspace, writeBundle } from './write-bundle.ts';
