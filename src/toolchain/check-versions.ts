import { Problem } from '../errors.ts';
import type { BuiltTool, Variant } from '../schema/tools.ts';
import type { ImageBuilder } from './ports.ts';
import { modulesOf } from './variant.ts';

/**
 * Rejects with TOOL_VERSION_UNKNOWN when a tool of the variant has no such version. Where nobody can be asked, the build itself will find out.
 */
export async function checkVersions(variant: Variant, { publishedVersions }: ImageBuilder): Promise<void> {
  for (const [tool, version] of Object.entries(variant) as [BuiltTool, string | boolean][]) {
    if (typeof version !== 'string') continue;
    const lists = await Promise.all(modulesOf(tool, version).map((module) => publishedVersions(module)));
    const known = lists.flatMap((list) => list ?? []).map((each) => each.replace(/^v/, ''));
    if (known.length === 0 || known.includes(version)) continue;
    const near = nearestVersions(version, known);
    throw new Problem(
      'TOOL_VERSION_UNKNOWN',
      `there is no ${tool} ${version}; the nearest there ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`,
      { hint: `polycrate toolchain build --set ${tool}=${near.at(-1) ?? ''}` },
    );
  }
}

/** Up to five, lowest first: those of the same major and minor version if there are any, else those just below and above. */
function nearestVersions(version: string, known: readonly string[]): readonly string[] {
  const released = known.filter((each) => /^\d+\.\d+\.\d+$/.test(each));
  const sorted = [...new Set(released)].sort(compare);
  const line = version.slice(0, version.indexOf('.', version.indexOf('.') + 1) + 1);
  const same = sorted.filter((each) => each.startsWith(line));
  const candidates = same.length > 0 ? same : sorted;
  const above = candidates.findIndex((each) => compare(each, version) > 0);
  const at = above === -1 ? candidates.length : above;
  return candidates.slice(Math.max(0, at - 3), at + (at >= 3 ? 2 : 5 - at));
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
