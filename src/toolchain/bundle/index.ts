export { checkBundle, readPart } from './check-bundle.ts';
export { loadBundledImage, requirePlatform } from './load-image.ts';
export type { BundleManifest, CarriedWorkspace } from './manifest.ts';
export { findExposed } from './find-exposed.ts';
export { carryingOf, summarize } from './carried-files.ts';
export type { BundleDraft, BundleFiles, BundlePart, Carrying, FileToCarry, FoundPart, LaidWorkspace } from './ports.ts';
export { type PackedWorkspace, writeBundle } from './write-bundle.ts';
