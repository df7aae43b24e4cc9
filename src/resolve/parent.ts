import { type Place, Problem } from '../errors.ts';
import { nearest } from '../workspace/index.ts';
import { asList } from './labels.ts';
import type { Layer } from './layers.ts';
import { unknownBlock } from './reference.ts';
import { limitOffers } from './register.ts';

/** `HOST[:PORT]/`, as at the beginning of a reference to a registry. */
const REGISTRY = /^[^/]*[.:][^/]*\//;

/**
 * Finds the local block that a `from` names: NAME, NAME:VERSION, an alias, or a reference to a registry whose block is here, with or without
 * the registry in its name. Answers BLOCK_NOT_INSTALLED for other references, else BLOCK_UNKNOWN.
 */
export function createLocator(
  drafts: ReadonlyMap<string, readonly Layer[]>,
): (from: string, findPlaces: () => readonly Place[]) => string | Problem {
  const byPath = new Map<string, string[]>();
  for (const name of drafts.keys()) {
    const path = name.replace(REGISTRY, '');
    byPath.set(path, [...(byPath.get(path) ?? []), name]);
  }
  const byAlias = new Map(
    [...drafts].flatMap(([name, layers]) =>
      layers.flatMap(({ value }) => asList(value.alias).map((alias) => [alias, name] as const)),
    ),
  );
  const find = (name: string): string | undefined => {
    if (drafts.has(name)) return name;
    const candidates = byPath.get(name.replace(REGISTRY, '')) ?? [];
    // Two registries may have different blocks at one path: only one of them can be meant by a name that lacks its registry.
    const isOne = candidates.length === 1 && !(REGISTRY.test(name) && REGISTRY.test(candidates[0] ?? ''));
    return isOne ? candidates[0] : byAlias.get(name);
  };
  const offer = limitOffers();
  return (from, findPlaces) => {
    if (drafts.has(from)) return from;
    const [, name = from, version] = /^(.+?):([^:/]+)$/.exec(from.replace(/@.*$/, '')) ?? [];
    const local = find(name);
    if (local === undefined) {
      // A name with a path that resembles none here is more likely to be a block of the default registry.
      const isReference =
        version !== undefined ||
        REGISTRY.test(from) ||
        (from.includes('/') && nearest(from, offer(drafts.keys())) === undefined);
      return isReference
        ? notInstalled(from, name, findPlaces())
        : unknownBlock(from, offer(drafts.keys()), findPlaces());
    }
    const present = drafts.get(local)?.findLast((layer) => layer.value.version !== undefined)?.value.version;
    if (version === undefined || version === 'latest' || present === version) return local;
    const message = `block "${local}" is here as version ${present ?? '(none)'}, not ${version}`;
    const hint = `write from: ${local}${present === undefined ? '' : `:${present}`}`;
    return new Problem('BLOCK_UNKNOWN', message, { hint, places: findPlaces() });
  };
}

function notInstalled(from: string, name: string, places: readonly Place[]): Problem {
  return new Problem('BLOCK_NOT_INSTALLED', `"${from}" is not installed, and this version cannot pull it`, {
    hint: `put the block into blocks/${name}/, with name: ${name} in its block.poly`,
    places,
  });
}
