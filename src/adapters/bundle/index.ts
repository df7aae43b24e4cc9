import type { BundleFiles } from '../../toolchain/index.ts';
export { findFiles } from './find-files.ts';
export { layWorkspace } from './lay-workspace.ts';
export { packFiles } from './pack-files.ts';
export { unpack } from './unpack.ts';
import { createDraft } from './draft.ts';
import { readParts } from './read-parts.ts';

/** Bundles on the disk of this machine. */
export const bundleFiles: BundleFiles = { create: createDraft, read: readParts };
