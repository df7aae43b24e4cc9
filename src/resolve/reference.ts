import { type Place, Problem } from '../errors.ts';
import { about, error, type Finding, guessMeant, isStandIn } from '../workspace/index.ts';
import type { Lineage } from './lineage.ts';
import { asList } from './labels.ts';
import { placesOf, whereWritten } from './layers.ts';
import type { Register } from './register.ts';

const SHOWN = 10;

/** BLOCK_UNKNOWN for a block asked for under `name`, with the name that was probably meant. */
export function unknownBlock(name: string, known: Iterable<string>, places: readonly Place[]): Problem {
  return new Problem('BLOCK_UNKNOWN', `no block is called "${name}"`, {
    hint: suggest(name, [...known], 'blocks here', `write one: blocks/${name}/block.poly`),
    places,
  });
}

/** ACTION_UNKNOWN for an action asked for under `name`, with the name that was probably meant. */
export function unknownAction(name: string, block: string, known: Iterable<string>, places: readonly Place[]): Problem {
  return new Problem('ACTION_UNKNOWN', `block "${block}" has no action "${name}"`, {
    hint: suggest(name, [...known], `actions of "${block}"`, `add it to "actions" of "${block}"`),
    places,
  });
}

/** WORKFLOW_UNKNOWN for a workflow asked for under `name`, with the name that was probably meant. */
export function unknownWorkflow(name: string, known: Iterable<string>): Problem {
  return new Problem('WORKFLOW_UNKNOWN', `no workflow is called "${name}"`, {
    hint: suggest(name, [...known], 'workflows here', 'add it to "workflows" in workspace.poly'),
  });
}

/** BLOCK_UNKNOWN for every block a block takes its inventory, kubeconfig or artifacts from and that does not exist. */
export function checkReferences({ merged, layers }: Lineage, blocks: Register): Finding[] {
  const ways = [
    { name: merged.inventory?.from, way: ['inventory', 'from'] },
    { name: merged.kubeconfig?.from, way: ['kubeconfig', 'from'] },
    ...asList(merged.artifacts?.from).map((name, index) => ({
      name,
      way: Array.isArray(merged.artifacts?.from) ? ['artifacts', 'from', index] : ['artifacts', 'from'],
    })),
  ];
  return ways.flatMap(({ name, way }) => {
    if (name === undefined || blocks.lookUp(name) !== undefined) return [];
    return [about(name, error(unknownBlock(name, blocks.names(), placesOf(whereWritten(layers, way, 'value')))))];
  });
}

/** The name that was probably meant, or the names there are, or else what to do. */
export function suggest(name: string, all: readonly string[], title: string, otherwise: string): string {
  const known = all.filter((each) => !isStandIn(each));
  const guess = guessMeant(name, known);
  if (guess !== undefined) return `did you mean "${guess}"?`;
  if (known.length === 0) return otherwise;
  const more = known.length > SHOWN ? ', …' : '';
  return `${title}: ${[...known].sort().slice(0, SHOWN).join(', ')}${more}`;
}
