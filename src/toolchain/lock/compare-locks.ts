import type { ToolchainLock } from '../../schema/toolchain-lock.ts';
import type { ToolVersions } from '../ports.ts';
import { shortenDigest } from './references.ts';

/** What differs between two toolchains; `name` is a tool, `image` or the digest of a platform. Without `from` it is new, without `to` it is gone. */
export interface ToolchainChange {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
}

/** A toolchain to compare: a lock, or what an image says of itself. */
export type Comparable = Pick<ToolchainLock, 'image' | 'platforms'>;

/** What differs from `before` to `after`: the image's name, digests, then tools by name. Platforms that only one of them has are not compared. */
export function compareLocks(before: Comparable, after: Comparable): ToolchainChange[] {
  const platforms = Object.keys(after.platforms).filter((name) => name in before.platforms);
  const digests = platforms.flatMap((platform) =>
    compare(platform, before.platforms[platform]?.digest, after.platforms[platform]?.digest),
  );
  const added = Object.keys(after.platforms).filter((name) => !(name in before.platforms));
  const tools = compareTools(toolsOf(before, platforms[0]), toolsOf(after, platforms[0]));
  return [
    ...compare('image', before.image, after.image),
    ...digests,
    ...added.flatMap((platform) => compare(platform, undefined, after.platforms[platform]?.digest)),
    ...tools,
  ];
}

/** One line a change: `terraform 1.9.8 → 1.13.4`. */
export function describeChanges(changes: readonly ToolchainChange[]): string[] {
  return changes.map(({ name, from = '(absent)', to = '(absent)' }) => {
    return `  ${name} ${shortenDigest(from)} → ${shortenDigest(to)}`;
  });
}

function toolsOf({ platforms }: Comparable, platform: string | undefined): ToolVersions {
  const entry = platform === undefined ? Object.values(platforms)[0] : platforms[platform];
  return entry?.tools ?? {};
}

/** Which tools differ, by name. */
export function compareTools(before: ToolVersions, after: ToolVersions): ToolchainChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort((a, b) => (a < b ? -1 : 1));
  return names.flatMap((name) => compare(name, before[name], after[name]));
}

function compare(name: string, from: string | undefined, to: string | undefined): ToolchainChange[] {
  if (from === to) return [];
  return [{ name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}
