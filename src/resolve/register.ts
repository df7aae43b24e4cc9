/** What a thing can be called by. */
interface Named {
  readonly name: string;
  readonly alias: readonly string[];
  readonly version?: string;
}

/** Blocks by name, by NAME:VERSION, and by alias. */
export interface Register<T extends Named = Named> {
  lookUp(name: string): T | undefined;
  names(): Iterable<string>;
  /** `known`, to look for what was meant in; nothing once that has been done often enough. */
  offer(known: Iterable<string>): Iterable<string>;
}

/** Registers `blocks`. */
export function createRegister<T extends Named>(blocks: readonly T[]): Register<T> {
  const byName = new Map(blocks.flatMap((block) => block.alias.map((alias) => [alias, block] as const)));
  for (const block of blocks) byName.set(block.name, block);
  const versioned = new Map(blocks.flatMap((block) => withVersion(block)));
  const offer = limitOffers();
  return {
    lookUp: (name) => byName.get(name) ?? versioned.get(name),
    names: () => offer(byName.keys()),
    offer,
  };
}

/** Passes on what there is to guess from a hundred times: whoever makes more such mistakes will see it from these. */
export function limitOffers(): (known: Iterable<string>) => Iterable<string> {
  let count = 0;
  return (known) => {
    count += 1;
    return count > MOST_GUESSES ? [] : known;
  };
}

const MOST_GUESSES = 100;

/** The thing called `name`, by name, or else by alias, or else by NAME:VERSION. */
export function lookUp<T extends Named>(things: readonly T[], name: string): T | undefined {
  return (
    things.find((thing) => thing.name === name) ??
    things.find(({ alias }) => alias.includes(name)) ??
    things.find((thing) => withVersion(thing)[0]?.[0] === name)
  );
}

function withVersion<T extends Named>(thing: T): (readonly [string, T])[] {
  return thing.version === undefined ? [] : [[`${thing.name}:${thing.version}`, thing]];
}
