import { Problem } from '../errors.ts';
import { RECIPE_VERSIONS } from '../schema/generated/recipe.ts';
import { COMPILED_TOOLS, type Variant, type VariantTool } from '../schema/tools.ts';
import { nearestVersions } from './nearest-versions.ts';
import type { ImageBuilder } from './ports.ts';
import { modulesOf } from './variant.ts';

/** Where the version that a range stands for is looked for. */
interface Sources {
  readonly publishedVersions: ImageBuilder['publishedVersions'];
  /** What was settled before, as toolchain.lock keeps it. */
  readonly settled?: Variant | undefined;
}

const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?$/;

/**
 * The variant with an exact version for every range: the one settled before if it is in the range, else the recipe's own, else the newest
 * release there is. Rejects with TOOL_VERSION_UNKNOWN.
 */
export async function settleRanges(variant: Variant, sources: Sources): Promise<Variant> {
  const entries = Object.entries(variant) as [VariantTool, string | boolean][];
  if (!entries.some(([, wish]) => isRange(wish))) return variant;
  const settled = await Promise.all(
    entries.map(async ([tool, wish]) => [tool, isRange(wish) ? await settle(tool, wish, sources) : wish] as const),
  );
  return Object.fromEntries(settled);
}

const isRange = (wish: string | boolean): wish is string => typeof wish === 'string' && !EXACT.test(wish);

async function settle(tool: VariantTool, range: string, { settled, publishedVersions }: Sources): Promise<string> {
  const [{ default: satisfies }, { default: validRange }, { default: minVersion }, { default: newest }] =
    await Promise.all([
      import('semver/functions/satisfies.js'),
      import('semver/ranges/valid.js'),
      import('semver/ranges/min-version.js'),
      import('semver/ranges/max-satisfying.js'),
    ]);
  const own = RECIPE_VERSIONS[tool] ?? '';
  if (validRange(range) === null) {
    // As Ruby and Terraform write them.
    const meant = range.replaceAll(/~>\s*/g, '~').replaceAll(/\s*,\s*/g, ' ');
    const better = validRange(meant) === null ? `~${own.replace(/\.\d+$/, '')}` : meant;
    throw new Problem('TOOL_VERSION_UNKNOWN', `"${range}" is neither a version of ${tool} nor a range of them`, {
      hint: `polycrate toolchain build --set ${tool}='${better}'`,
    });
  }
  const before = settled?.[tool];
  for (const known of [before, own]) if (typeof known === 'string' && satisfies(known, range)) return known;
  const least = minVersion(range)?.version ?? own;
  const known = COMPILED_TOOLS.includes(tool) ? await listVersions(tool, least, publishedVersions) : [own];
  const found = newest([...known], range);
  if (found !== null) return found;
  if (known.length === 0) {
    throw new Problem(
      'TOOL_VERSION_UNKNOWN',
      `which ${tool} is in "${range}" cannot be found out: no module proxy lists its versions, and the recipe’s own ${own} is not in it`,
      { hint: `name one: polycrate toolchain build --set ${tool}=${least}` },
    );
  }
  const near = nearestVersions(least, known);
  throw new Problem(
    'TOOL_VERSION_UNKNOWN',
    `no ${tool} is in "${range}"; the nearest there ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`,
    { hint: `polycrate toolchain build --set ${tool}=${near.at(-1) ?? own}` },
  );
}

/** Every version of a tool that its Go modules list, without their `v`; a module may be only of one major version, so `near` says which. */
export async function listVersions(
  tool: VariantTool,
  near: string,
  publishedVersions: ImageBuilder['publishedVersions'],
): Promise<readonly string[]> {
  const lists = await Promise.all(modulesOf(tool, near).map((module) => publishedVersions(module)));
  return lists.flatMap((list) => list ?? []).map((each) => each.replace(/^v/, ''));
}
