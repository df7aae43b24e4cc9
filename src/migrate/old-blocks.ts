import { dirname } from 'node:path';
import { below, itemsOf, textOf, type Spot } from './spot.ts';

/** A block with the spots that make it, far to near: its file, its entry in workspace.poly. */
export interface OldBlock {
  readonly name: string;
  readonly layers: readonly [Spot, ...Spot[]];
  /** Absolute folder of its file. */
  readonly folder: string | undefined;
  /** The blocks it inherits from, nearest first, as far as they are here. */
  readonly chain: readonly OldBlock[];
  /** Where `from` is written. */
  readonly from: Spot | undefined;
}

/** All blocks by the rules of inheritance here, without insisting on any. `files` are the tops of block files. */
export function collectBlocks(main: Spot, files: readonly Spot[]): OldBlock[] {
  const byName = new Map<string, { layers: [Spot, ...Spot[]]; folder: string | undefined }>();
  const add = (spot: Spot, folder: string | undefined): void => {
    const name = textOf(below(spot, 'name'));
    if (name === undefined) return;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, { layers: [spot], folder });
    else known.layers.push(spot);
  };
  for (const file of files) add(file, dirname(file.file.path));
  // Upper and lower case were the same at the top of workspace.poly.
  for (const key of ['blocks', 'Blocks', 'BLOCKS'])
    for (const entry of itemsOf(below(main, key))) add(entry, undefined);

  const fromOf = (layers: readonly Spot[]) => layers.toReversed().flatMap((layer) => below(layer, 'from') ?? [])[0];
  const chains = new Map<string, OldBlock>();
  const build = (name: string, open: ReadonlySet<string>): OldBlock | undefined => {
    const known = chains.get(name);
    const draft = byName.get(name);
    if (known !== undefined || draft === undefined || open.has(name) || open.size > LONGEST_CHAIN) return known;
    const from = fromOf(draft.layers);
    const parent = build(parentName(textOf(from) ?? '', byName), new Set([...open, name]));
    const block = { name, ...draft, from, chain: parent === undefined ? [] : [parent, ...parent.chain] };
    chains.set(name, block);
    return block;
  };
  return [...byName.keys()].flatMap((name) => build(name, new Set()) ?? []);
}

const LONGEST_CHAIN = 100;

/** The block of this workspace that `from` names, `NAME` or `NAME:VERSION`; empty when none is. */
export function parentName(from: string, names: { has(name: string): boolean }): string {
  if (names.has(from)) return from;
  const plain = from.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
  return names.has(plain) ? plain : '';
}

/** What `keys` lead to in the nearest layer that has it, inherited ones last. */
export function effective(block: OldBlock, ...keys: readonly string[]): Spot | undefined {
  return [block, ...block.chain]
    .flatMap(({ layers }) => layers.toReversed())
    .map((layer) => below(layer, ...keys))
    .find((spot) => spot !== undefined);
}

/** An action as one layer writes it. */
export interface OldAction {
  readonly block: OldBlock;
  readonly name: string;
  readonly spot: Spot;
}

/** The actions a block writes itself, layer by layer. */
export function actionsOf(block: OldBlock): OldAction[] {
  return block.layers.flatMap((layer) =>
    itemsOf(below(layer, 'actions')).map((spot) => ({ block, name: textOf(below(spot, 'name')) ?? '', spot })),
  );
}

/** The items of a script, be it a list or one text. */
export function scriptOf({ spot }: OldAction): Spot[] {
  const script = below(spot, 'script');
  if (script === undefined) return [];
  return textOf(script) === undefined ? itemsOf(script) : [script];
}
