import { type Place, Problem } from '../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import type { Files } from '../workspace/index.ts';
import type { Plan, Requirement } from './plan.ts';
import type { Value } from './values.ts';
import { findWrittenPlaces } from './written-places.ts';

/** What a workspace and a block require of the toolchain, for a plan; nothing where neither does. */
export function requirementsOf(workspace: ResolvedWorkspace, block: ResolvedBlock): Pick<Plan, 'requires'> {
  const entries = ({ require = {} }: Pick<ResolvedBlock, 'require'>) => Object.entries(require);
  const requires: Requirement[] = [
    ...entries(workspace.settings.toolchain ?? {}).map(([tool, range]) => ({ tool, range })),
    ...entries(block).map(([tool, range]) => ({ tool, range, block: block.name })),
  ];
  return requires.length === 0 ? {} : { requires };
}

/** Finds where a requirement is written, also where its block inherits it from; files are read only when it is asked. */
export function placesOfRequirements(
  workspace: ResolvedWorkspace,
  files: Files,
): (requirement: Requirement) => Promise<Place | undefined> {
  const places = findWrittenPlaces(workspace, files);
  return async ({ tool, range, block: name }) => {
    const way = ['toolchain', 'require', tool];
    const block = workspace.blocks.find((each) => each.name === name);
    return block === undefined ? places.inWorkspace(['config', ...way], range) : places.inBlock(block, way, range);
  };
}

/** VALUE_INVALID for ranges that cannot be read. What reads them is loaded only where there is one. */
export async function valuesOfRequirements(
  workspace: ResolvedWorkspace,
  blocks: readonly ResolvedBlock[],
): Promise<Value[]> {
  const own = valuesOf(['config', 'toolchain', 'require'], workspace.settings.toolchain?.require);
  const variant = Object.entries(workspace.settings.image.variant ?? {}).filter(
    (each): each is [string, string] => typeof each[1] === 'string',
  );
  const all = [
    ...own,
    ...valuesOf(['config', 'toolchain', 'tools'], Object.fromEntries(variant)),
    ...blocks.flatMap((block) => valuesOf(['toolchain', 'require'], block.require).map((each) => ({ ...each, block }))),
  ];
  if (all.length === 0) return [];
  const { default: validRange } = await import('semver/ranges/valid.js');
  return all.map(({ tool, ...value }): Value => {
    const isReadable = value.text.trim() !== '' && validRange(value.text) !== null;
    return { ...value, problem: isReadable ? undefined : oddRange(tool, value.text), advice: ADVICE };
  });
}

const ADVICE = 'write a range such as ">=1.5 <2", "~1.13" or "1.x"';

function valuesOf(way: readonly string[], require: Readonly<Record<string, string>> = {}) {
  return Object.entries(require).map(([tool, text]) => ({ way: [...way, tool], text, tool }));
}

function oddRange(tool: string, text: string): Problem {
  // Ruby and Terraform write it so, and Terraform puts commas between.
  const meant = text
    .replaceAll(/~>\s*/g, '~')
    .replaceAll(/\s*,\s*/g, ' ')
    .replaceAll(/(?<![<>=~^])=(?=\d)/g, '');
  return new Problem('VALUE_INVALID', `"${text}" is no range of versions of ${tool}`, {
    hint: meant === text ? ADVICE : `write "${meant}", or another range such as ">=1.5 <2"`,
  });
}
