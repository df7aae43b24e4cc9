import { Problem } from '../errors.ts';
import { RECIPE_VERSIONS } from '../schema/generated/recipe.ts';
import { COMPILED_TOOLS, type Variant, type VariantTool } from '../schema/tools.ts';
import { nearestVersions } from './nearest-versions.ts';
import type { ImageBuilder } from './ports.ts';
import { listVersions } from './settle-ranges.ts';

/**
 * Rejects with TOOL_VERSION_UNKNOWN when a tool of the variant has no such version. Where nobody can be asked, the build itself will find out.
 */
export async function checkVersions(variant: Variant, { publishedVersions }: ImageBuilder): Promise<void> {
  for (const [tool, version] of Object.entries(variant) as [VariantTool, string | boolean][]) {
    const own = RECIPE_VERSIONS[tool] ?? '';
    if (typeof version !== 'string' || version === own) continue;
    if (!COMPILED_TOOLS.includes(tool)) {
      throw new Problem('TOOL_VERSION_UNKNOWN', `this version of polycrate has ${tool} only as ${own}`, {
        hint: `polycrate toolchain build --set ${tool}=${own}`,
      });
    }
    const known = await listVersions(tool, version, publishedVersions);
    if (known.length === 0 || known.includes(version)) continue;
    const near = nearestVersions(version, known);
    throw new Problem(
      'TOOL_VERSION_UNKNOWN',
      `there is no ${tool} ${version}; the nearest there ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`,
      { hint: `polycrate toolchain build --set ${tool}=${near.at(-1) ?? ''}` },
    );
  }
}
