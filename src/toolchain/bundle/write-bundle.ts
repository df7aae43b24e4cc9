import { createHash } from 'node:crypto';
import type { Emit } from '../../events.ts';
import type { ContainerEngine, ImageInfo } from '../../run/index.ts';
import { type BundleManifest, CHECKSUMS, formatManifest, makeManifest, MANIFEST } from './manifest.ts';
import type { BundleFiles, BundlePart } from './ports.ts';
import { countBytes } from './progress.ts';

/** What goes into a bundle beside the image: packed when its turn comes. */
export interface PackedWorkspace {
  readonly summary: NonNullable<BundleManifest['workspace']>;
  /** A tar. */
  readonly contents: AsyncIterable<Uint8Array>;
}

/** What is to be bundled. */
export interface BundleContents extends Pick<BundleManifest, 'created_by' | 'lock'> {
  readonly image: BundleManifest['image'];
  readonly found: ImageInfo;
  readonly workspace: PackedWorkspace | undefined;
}

interface WriteTools {
  readonly engine: ContainerEngine;
  readonly bundles: BundleFiles;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** A bundle that has been written. */
export interface WrittenBundle {
  readonly manifest: BundleManifest;
  /** Bytes of the file. */
  readonly size: number;
  /** sha256 of its manifest, which names the digests of everything else. */
  readonly digest: string;
}

/**
 * Writes one file with an image and what else is needed where no network is. The same contents give the same bytes, as far as the engine
 * exports the same. Rejects with OUTPUT_UNWRITABLE, INTERRUPTED, or what the engine says; then there is no such file.
 */
export async function writeBundle(
  path: string,
  { image, found, workspace, ...head }: BundleContents,
  { engine, bundles, emit, signal }: WriteTools,
): Promise<WrittenBundle> {
  await using draft = await bundles.create(path, signal);
  const parts: BundlePart[] = [];
  // The small part first: what is wrong with it shows before the long work.
  if (workspace !== undefined)
    parts.push({ contents: 'workspace', ...(await draft.add('workspace.tar.gz', workspace.contents)) });
  const exported = await engine.exportImage(image.id, signal);
  const counted = countBytes(exported, { doing: 'packing', totalBytes: found.sizeBytes, emit });
  parts.push({ contents: 'image', ...(await draft.add('image.tar.gz', counted)) });
  const { created_by, lock } = head;
  const manifest = makeManifest({
    created_by,
    image,
    ...(lock === undefined ? {} : { lock }),
    ...(workspace === undefined ? {} : { workspace: workspace.summary }),
    parts,
  });
  const text = formatManifest(manifest);
  const described = await draft.add(MANIFEST, text);
  await draft.add(CHECKSUMS, formatSums([...parts, described]));
  return { manifest, size: await draft.finish(), digest: digestOf(text) };
}

/** A manifest's digest: `sha256:…`. */
export function digestOf(manifest: string): string {
  return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
}

/** Text of SHA256SUMS. */
export function formatSums(parts: readonly Pick<BundlePart, 'path' | 'sha256'>[]): string {
  return parts.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}
