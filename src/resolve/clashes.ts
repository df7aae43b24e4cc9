import { type Place, Problem } from '../errors.ts';
import { error, type Finding } from '../workspace/index.ts';

interface Callable {
  readonly name: string;
  readonly alias: readonly string[];
  /** Where it writes an alias, or its name. */
  placeOf(called: string): Place | undefined;
}

/** NAME_DUPLICATE for every alias that something else is called by as well: which of the two runs would be left to chance. */
export function findClashes(things: readonly Callable[], noun: string): Finding[] {
  const owners = new Map(things.map((thing) => [thing.name, thing] as const));
  return things.flatMap((thing) =>
    thing.alias.flatMap((alias) => {
      const owner = owners.get(alias);
      if (owner === undefined) owners.set(alias, thing);
      if (owner === undefined || owner === thing) return [];
      const how =
        owner.name === alias ? `is the name of another ${noun}` : `is an alias of ${noun} "${owner.name}" too`;
      const places = [thing.placeOf(alias), owner.placeOf(alias)].filter((place) => place !== undefined);
      const message = `"${alias}", an alias of ${noun} "${thing.name}", ${how}`;
      return [error(new Problem('NAME_DUPLICATE', message, { hint: 'remove the alias from one of them', places }))];
    }),
  );
}
