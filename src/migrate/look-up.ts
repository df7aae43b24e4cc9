import type { LookUp } from './go-template.ts';
import { effective, type OldBlock } from './old-blocks.ts';
import { below, entriesOf, itemsOf, shapeOf, textOf, type Spot } from './spot.ts';

/** Looks keys of a block up as Go templates did. They were found in any case where they had been put in lower case; so they are searched for here. */
export function lookUpIn(block: OldBlock, top: Spot): LookUp {
  return ([root = '', ...rest]) => {
    const owner = (key: string) =>
      root === 'Block' ? effective(block, key) : root === 'Workspace' ? below(top, key) : undefined;
    const [first = '', ...keys] = rest;
    let spot = owner(first.toLowerCase());
    const path = [first.toLowerCase()];
    for (const [at, key] of keys.entries()) {
      if (spot === undefined) return undefined;
      // A key that a farther layer adds is not in the nearest map: look through all layers from the top.
      const layered = root === 'Block' ? effective(block, ...path, key) : undefined;
      const loose = entriesOf(spot).find(([name]) => name.toLowerCase() === key.toLowerCase());
      const exact = layered ?? below(spot, key) ?? itemsOf(spot)[/^\d+$/.test(key) ? Number(key) : -1];
      path.push(exact === undefined ? (loose?.[0] ?? keys[at] ?? '') : key);
      spot = exact ?? loose?.[1];
    }
    return spot === undefined ? undefined : { path, shape: shapeOf(spot), text: textOf(spot) };
  };
}
