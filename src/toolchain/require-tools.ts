import { combineProblems, Problem } from '../errors.ts';
import type { Plan, Requirement } from '../plan/index.ts';
import { nearest } from '../workspace/index.ts';
import { type InventoryTools, readInventory } from './inventory.ts';
import type { ToolVersions } from './ports.ts';

/**
 * Rejects with TOOLCHAIN_MISMATCH, all of them at once, when the image of a plan lacks a tool that is required or has it in another version.
 * Costs nothing where nothing is required; an image that is not there is not looked at.
 */
export async function requireTools(
  { image: name, locked, requires = [], local }: Pick<Plan, 'image' | 'locked' | 'requires' | 'local'>,
  tools: InventoryTools,
): Promise<void> {
  // Without a container there is no inventory.
  if (requires.length === 0 || local !== undefined) return;
  const image = await tools.engine.findImage(locked?.reference ?? name);
  if (image === undefined) return;
  const [first, ...others] = await findMismatches(requires, { name, tools: await readInventory(image.id, tools) });
  if (first !== undefined) throw combineProblems([first, ...others]);
}

/** TOOLCHAIN_MISMATCH for every requirement that the tools of an image, called `name`, do not meet. */
export async function findMismatches(
  requires: readonly Requirement[],
  { name, tools }: { readonly name: string; readonly tools: ToolVersions },
): Promise<Problem[]> {
  const [{ default: satisfies }, { default: coerce }, { default: parse }] = await Promise.all([
    import('semver/functions/satisfies.js'),
    import('semver/functions/coerce.js'),
    import('semver/functions/parse.js'),
  ]);
  return requires.flatMap(({ tool, range, block }) => {
    const found = tools[tool];
    // Not every tool numbers its versions in three: `jq 1.7`, `openssh 10.0p2`.
    const version = parse(found) ?? coerce(found);
    if (version !== null && satisfies(version, range, { includePrerelease: true })) return [];
    const who = block === undefined ? 'the workspace' : `block "${block}"`;
    const need = `${who} requires ${tool} ${range}`;
    return [found === undefined ? lack(tool, need, name, tools) : other(`${tool} ${found}`, need, name)];
  });
}

function other(found: string, need: string, image: string): Problem {
  return new Problem('TOOLCHAIN_MISMATCH', `${need}, and ${image} has ${found}`, {
    hint: 'use an image that has it (config.image), or widen the range under "require"',
  });
}

function lack(tool: string, need: string, image: string, tools: ToolVersions): Problem {
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
    `${need}, and ${image} ${names.length === 0 ? 'names no tools' : 'does not have it'}`,
    {
      hint,
    },
  );
}
