import { combineProblems, type Place, Problem } from '../errors.ts';
import type { Plan, Requirement } from '../plan/index.ts';
import { nearest } from '../workspace/index.ts';
import { type InventoryTools, readInventory } from './inventory.ts';
import type { ToolVersions } from './ports.ts';

/** Where a requirement is written, if that can be found. */
export type FindPlace = (requirement: Requirement) => Promise<Place | undefined>;

/**
 * Rejects with TOOLCHAIN_MISMATCH, all of them at once, when the image of a plan lacks a tool that is required or has it in another version.
 * Costs nothing where nothing is required; an image that is not there is not looked at.
 */
export async function requireTools(
  { image: name, locked, requires = [], local }: Pick<Plan, 'image' | 'locked' | 'requires' | 'local'>,
  tools: InventoryTools & { readonly findPlace: FindPlace },
): Promise<void> {
  // Without a container see checkLocalTools.
  if (requires.length === 0 || local !== undefined) return;
  const image = await tools.engine.findImage(locked?.reference ?? name);
  if (image === undefined) return;
  const [first, ...others] = await findMismatches(requires, {
    name,
    tools: await readInventory(image.id, tools),
    findPlace: tools.findPlace,
  });
  if (first !== undefined) throw combineProblems([first, ...others]);
}

/** TOOLCHAIN_MISMATCH for every requirement that the tools of an image, called `name`, do not meet. */
export async function findMismatches(
  requires: readonly Requirement[],
  { name, tools, findPlace }: { readonly name: string; readonly tools: ToolVersions; readonly findPlace: FindPlace },
): Promise<Problem[]> {
  const [{ default: satisfies }, { default: coerce }, { default: parse }] = await Promise.all([
    import('semver/functions/satisfies.js'),
    import('semver/functions/coerce.js'),
    import('semver/functions/parse.js'),
  ]);
  const found = requires.map(async (requirement) => {
    const { tool, range, block } = requirement;
    const has = tools[tool];
    // Not every tool numbers its versions in three: `jq 1.7`, `openssh 10.0p2`.
    const version = parse(has) ?? coerce(has);
    if (version !== null && satisfies(version, range, { includePrerelease: true })) return [];
    const who = block === undefined ? 'the workspace' : `block "${block}"`;
    const need = `${who} requires ${tool} ${range}`;
    const place = await findPlace(requirement);
    const places = place === undefined ? [] : [place];
    return [
      has === undefined ? lack(tool, need, { name, tools, places }) : other(`${tool} ${has}`, need, { name, places }),
    ];
  });
  return (await Promise.all(found)).flat();
}

interface Told {
  readonly name: string;
  readonly places: readonly Place[];
}

function other(found: string, need: string, { name, places }: Told): Problem {
  return new Problem('TOOLCHAIN_MISMATCH', `${need}, and ${name} has ${found}`, {
    places,
    hint: 'use an image that has it (config.image), or widen the range under "require"',
  });
}

function lack(tool: string, need: string, { name, tools, places }: Told & { readonly tools: ToolVersions }): Problem {
  const names = Object.keys(tools);
  const meant = nearest(tool, names);
  const hint =
    names.length === 0
      ? 'an image says which tools it has in /etc/polycrate/toolchain.json; use one that does'
      : meant === undefined
        ? `it has ${names.join(', ')}`
        : `did you mean "${meant}"?`;
  return new Problem(
    'TOOLCHAIN_MISMATCH',
    `${need}, and ${name} ${names.length === 0 ? 'names no tools' : 'does not have it'}`,
    { hint, places },
  );
}
