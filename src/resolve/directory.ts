import type { ResolvedAction, ResolvedBlock } from './resolved.ts';

/** Blocks by name and alias. */
export interface Directory {
  get(name: string): ResolvedBlock | undefined;
  names(): Iterable<string>;
  /** True for a block that is written but could not be resolved: its own finding is enough. */
  isBroken(name: string): boolean;
}

/** Looks up blocks by name, then by alias; `written` are the names of all blocks, also of those that could not be resolved. */
export function createDirectory(blocks: readonly ResolvedBlock[], written: ReadonlyMap<string, unknown>): Directory {
  const byName = new Map(blocks.flatMap((block) => block.alias.map((alias) => [alias, block] as const)));
  for (const block of blocks) byName.set(block.name, block);
  return {
    get: (name) => byName.get(name),
    names: () => byName.keys(),
    isBroken: (name) => written.has(name) && !byName.has(name),
  };
}

/** The action of `block` called `name`, by name or else by alias. */
export function findAction(block: ResolvedBlock, name: string): ResolvedAction | undefined {
  return (
    block.actions.find((action) => action.name === name) ?? block.actions.find((action) => action.alias.includes(name))
  );
}

/** The block called `name`, by name or else by alias. */
export function findBlock(blocks: readonly ResolvedBlock[], name: string): ResolvedBlock | undefined {
  return blocks.find((block) => block.name === name) ?? blocks.find((block) => block.alias.includes(name));
}
