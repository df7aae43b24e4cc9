import { actionsOf, type OldBlock } from './old-blocks.ts';
import { below, entriesOf, isEmpty, placeOfSpot, shapeOf, textOf, type Spot } from './spot.ts';
import type { Difference } from './difference.ts';
import type { OldWorkspace } from './old-workspace.ts';

/** Empty values in a nearer layer of a block (its entry over its file, a child over its parents) that were ignored there. */
export function findEmpty({ blocks }: OldWorkspace): Difference[] {
  return blocks.flatMap((block) => [...inConfig(block), ...inActions(block)]);
}

function inConfig(block: OldBlock): Difference[] {
  const far = [...block.chain.toReversed().flatMap(({ layers }) => layers)];
  return block.layers.flatMap((layer, at) => {
    const farther = [...far, ...block.layers.slice(0, at)].map((each) => below(each, 'config'));
    return compare(below(layer, 'config'), farther, 'config');
  });
}

/** `farther` goes from far to near. */
function compare(near: Spot | undefined, farther: readonly (Spot | undefined)[], path: string): Difference[] {
  if (near === undefined) return [];
  return entriesOf(near).flatMap(([name, value]): Difference[] => {
    const behind = farther.map((spot) => below(spot, name));
    const deeper = `${path}.${name}`;
    if (shapeOf(value) === 'map') return compare(value, behind, deeper);
    const winner = isEmpty(value) ? behind.findLast((spot) => spot !== undefined && !isEmpty(spot)) : undefined;
    return winner === undefined ? [] : [overridden(value, winner, deeper)];
  });
}

function inActions(block: OldBlock): Difference[] {
  const inherited = block.chain.toReversed().flatMap(actionsOf);
  const own = actionsOf(block);
  return own.flatMap((action, at) => {
    const farther = [...inherited, ...own.slice(0, at)].filter(({ name }) => name === action.name);
    return [['interactive'], ['prompt', 'message'], ['description']].flatMap((keys): Difference[] => {
      const value = below(action.spot, ...keys);
      if (value === undefined || !isEmpty(value)) return [];
      const winner = farther
        .map(({ spot }) => below(spot, ...keys))
        .findLast((spot) => spot !== undefined && !isEmpty(spot));
      return winner === undefined ? [] : [overridden(value, winner, keys.join('.'))];
    });
  });
}

function overridden(value: Spot, winner: Spot, path: string): Difference {
  const written = textOf(value) ?? '[]';
  const { file, line } = placeOfSpot(winner);
  const shown = textOf(winner) ?? 'the value';
  const from = `${file.split('/').slice(-2).join('/')}:${String(line)}`;
  return {
    rule: 'empty-value',
    place: placeOfSpot(value),
    found: `${path}: ${written === '' ? (shapeOf(value) === 'list' ? '[]' : '""') : written}`,
    edit: `remove the line: ${shown.length > 40 ? 'the value' : shown} of ${from} then stays`,
  };
}
