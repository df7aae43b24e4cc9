import type { Finding } from '../workspace/index.ts';
import { findClashes } from './clashes.ts';
import { asList } from './labels.ts';
import { whereWritten } from './layers.ts';
import type { Lineage } from './lineage.ts';

/** What is called alike among all blocks, and among the actions of each. */
export function findBlockClashes(lineages: readonly Lineage[]): Finding[] {
  const blocks = lineages.map(({ name, own, merged }) => ({
    name,
    alias: asList(merged.alias),
    placeOf: (called: string) => whereWritten(own, [called === name ? 'name' : 'alias'], 'value'),
  }));
  return [...findClashes(blocks, 'block'), ...lineages.flatMap(findActionClashes)];
}

function findActionClashes({ merged, layers }: Lineage): Finding[] {
  const actions = merged.actions ?? [];
  if (!actions.some(({ alias }) => alias !== undefined)) return [];
  const callable = actions.map(({ name, alias }) => ({
    name,
    alias: asList(alias),
    placeOf: (called: string) => whereWritten(layers, ['actions', name, called === name ? 'name' : 'alias'], 'value'),
  }));
  return findClashes(callable, 'action');
}
