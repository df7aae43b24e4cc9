export { checkBundle, readPart } from './check-bundle.ts';
export { loadBundledImage, requirePlatform } from './load-image.ts';
export type { BundleManifest, CarriedWorkspace } from './manifest.ts';
export type { BundleDraft, BundleFiles, BundlePart, FoundPart } from './ports.ts';
export { type PackedWorkspace, writeBundle } from './write-bundle.ts';
