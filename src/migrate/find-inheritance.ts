import { actionsOf, effective, parentName, type OldBlock } from './old-blocks.ts';
import { below, placeOfSpot, textOf } from './spot.ts';
import type { Difference } from './difference.ts';
import type { OldWorkspace } from './old-workspace.ts';

/** Blocks whose inheritance meant something else there, did not work there, or does not work here. */
export function findInheritance({ blocks, roots }: OldWorkspace): Difference[] {
  const names = new Set(blocks.map(({ name }) => name));
  return blocks.flatMap((block) => [
    ...missingParent(block, names, roots.blocksroot),
    ...templateChild(block),
    ...kindOfChild(block),
    ...longChain(block),
    ...switchedKinds(block),
  ]);
}

function missingParent({ from }: OldBlock, names: ReadonlySet<string>, root: string): Difference[] {
  const written = textOf(from) ?? '';
  if (from === undefined || written === '' || parentName(written, names) !== '') return [];
  const plain = written.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
  const edit = `put the block into ${root}/${plain}`;
  return [{ rule: 'block-missing', place: placeOfSpot(from), found: `from: ${written}`, edit }];
}

function templateChild(block: OldBlock): Difference[] {
  const own = block.layers
    .toReversed()
    .map((layer) => below(layer, 'template'))
    .find((spot) => spot !== undefined);
  const [parent] = block.chain;
  if (own === undefined || textOf(own) !== 'true' || parent === undefined) return [];
  if (textOf(effective({ ...parent, chain: [] }, 'template')) === 'true') return [];
  const edit = 'remove "template" where the actions are to run';
  return [{ rule: 'template-child', place: placeOfSpot(own, 'key'), found: 'template: true', edit }];
}

function kindOfChild(block: OldBlock): Difference[] {
  const own = block.layers
    .toReversed()
    .map((layer) => below(layer, 'kind'))
    .find((spot) => spot !== undefined);
  const [parent] = block.chain;
  const kind = textOf(own);
  if (own === undefined || kind === undefined || parent === undefined || kind.startsWith('k8sapp')) return [];
  if (textOf(effective(parent, 'kind')) !== 'k8sapp') return [];
  return [{ rule: 'kind', place: placeOfSpot(own), found: `kind: ${kind}`, edit: 'remove "kind"' }];
}

function longChain({ chain, from, name }: OldBlock): Difference[] {
  if (from === undefined || chain.length < 2) return [];
  const found = [name, ...chain.map((each) => each.name)].join(' → ');
  return [{ rule: 'inheritance', place: placeOfSpot(from), found, edit: 'none' }];
}

function switchedKinds(block: OldBlock): Difference[] {
  const far = block.chain.flatMap(actionsOf);
  return actionsOf(block).flatMap(({ name, spot }): Difference[] => {
    const [own, other] = below(spot, 'script') === undefined ? ['playbook', 'script'] : ['script', 'playbook'];
    const value = below(spot, own);
    if (value === undefined) return [];
    if (!far.some((each) => each.name === name && below(each.spot, other) !== undefined)) return [];
    const found = `${name}: ${own} over ${other}`;
    return [{ rule: 'inheritance', place: placeOfSpot(value, 'key'), found, edit: 'none' }];
  });
}
