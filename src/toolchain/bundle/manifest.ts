import { Problem } from '../../errors.ts';
import type { ToolchainLock } from '../../schema/toolchain-lock.ts';
import type { ToolVersions } from '../ports.ts';
import type { BundlePart } from './ports.ts';

/** Names inside every bundle. */
export const MANIFEST = 'bundle.json';
/** In the form of sha256sum(1), so that a bundle can be unpacked and checked without polycrate. */
export const CHECKSUMS = 'SHA256SUMS';

const FORMAT = 1;

/** What of a workspace is in a bundle. */
export interface CarriedWorkspace {
  readonly name: string;
  readonly files: number;
  readonly blocks: readonly string[];
  /** Terraform providers as `HOST/NAMESPACE/NAME VERSION PLATFORM`, Ansible collections and roles, Helm charts. */
  readonly providers: readonly string[];
  readonly collections: readonly string[];
  readonly charts: readonly string[];
}

/** What `bundle.json` says. */
export interface BundleManifest {
  readonly schema: number;
  /** `polycrate 0.1.0`. */
  readonly created_by: string;
  readonly image: {
    readonly reference: string;
    readonly id: string;
    readonly platform: string;
    /** What the lock calls it for this platform. */
    readonly locked?: string;
    readonly tools: ToolVersions;
  };
  readonly lock?: ToolchainLock;
  readonly workspace?: CarriedWorkspace;
  readonly parts: readonly BundlePart[];
}

/** A manifest with the version of this format. */
export function makeManifest(manifest: Omit<BundleManifest, 'schema'>): BundleManifest {
  return { schema: FORMAT, ...manifest };
}

/** Text of `bundle.json`: the same contents give the same bytes. */
export function formatManifest(manifest: BundleManifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** What a `bundle.json` says. Throws BUNDLE_INVALID, also for a newer format. */
export function parseManifest(text: string, path: string): BundleManifest {
  const manifest = readJson(text);
  if (typeof manifest?.schema === 'number' && manifest.schema > FORMAT) {
    throw new Problem(
      'BUNDLE_INVALID',
      `${path} has format ${String(manifest.schema)}, and this polycrate reads ${String(FORMAT)}`,
      { hint: `update polycrate (it was written by ${manifest.created_by})` },
    );
  }
  if (manifest === undefined || !isComplete(manifest))
    throw new Problem('BUNDLE_INVALID', `${path}: its ${MANIFEST} is not what toolchain bundle writes`, {
      hint: `write it again where it came from: polycrate toolchain bundle ${path}`,
    });
  return manifest;
}

function isComplete({ schema, image, parts }: Partial<BundleManifest>): boolean {
  return (
    schema === FORMAT &&
    [image?.id, image?.platform, image?.reference].every((each) => typeof each === 'string') &&
    Array.isArray(parts)
  );
}

function readJson(text: string): BundleManifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as BundleManifest) : undefined;
  } catch {
    return undefined;
  }
}
