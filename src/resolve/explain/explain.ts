import { isPlainMap, type Origin, type Path } from '../../workspace/index.ts';

/** One layer of what is explained. */
export interface Source {
  readonly value: unknown;
  /** Who wrote what is at `path`, in which items of named lists go by their index here. */
  originOf(path: Path): Origin;
  /** Its values are nobody's business: they show as `***`. */
  readonly confidential?: boolean;
  /** False for keys that are the source's own and reach nothing nearer. */
  readonly passesOn?: (key: string) => boolean;
}

export interface Written {
  /** Dotted; items of named lists by their name, of others by their index. */
  readonly key: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** A leaf with who set it and, nearest first, what that overrode. */
export interface Explained extends Written {
  readonly overrides: readonly Written[];
}

export interface Shape {
  /** True for lists whose items go by their names. */
  isNamedList(path: Path): boolean;
  /** True for a name: all that write it mean the same thing, and the farthest of them defines it. */
  isIdentity?(path: Path): boolean;
  /** Further keys whose value the one at `path` replaces. */
  rivalsOf?(path: Path): readonly Path[];
}

/** Every leaf of `value`, which is the merge of `sources` from far to near. Lists of single values are leaves. */
export function explain(value: unknown, sources: readonly Source[], shape: Shape): Explained[] {
  const near = sources.toReversed();
  const told = new Set<string>();
  return leavesOf(value, [], shape).map(({ path, value: leaf }) => {
    const ways = [path, ...(shape.rivalsOf?.(path) ?? []), ...ancestors(path)];
    const [first, ...overrides] = near.flatMap((source) => {
      const found = ways.flatMap((way) => writtenIn(source, way, path, shape));
      // A source that writes the leaf itself has not written anything else in its place.
      return found.slice(0, 1);
    });
    if (shape.isIdentity?.(path) === true) {
      return { key: keyOf(path), value: leaf, origin: (overrides.at(-1) ?? first)?.origin ?? COMPUTED, overrides: [] };
    }
    const fresh = overrides.filter(({ key, origin }) => {
      const id = `${key} ${JSON.stringify(origin)}`;
      // What replaced a whole list or map has overridden it once, not once for each of its leaves.
      if (told.has(id)) return false;
      told.add(id);
      return true;
    });
    const origin = first?.origin ?? COMPUTED;
    return { key: keyOf(path), value: first?.value === '***' ? '***' : leaf, origin, overrides: fresh };
  });
}

const COMPUTED: Origin = { note: 'computed' };

interface Leaf {
  /** Items of named lists by their names. */
  readonly path: Path;
  readonly value: unknown;
}

function leavesOf(value: unknown, path: Path, shape: Shape): Leaf[] {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) return [{ path, value }];
    return value.flatMap((item: { name?: unknown } | null, index) =>
      leavesOf(item, [...path, shape.isNamedList(path) ? String(item?.name) : index], shape),
    );
  }
  if (!isPlainMap(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key], shape));
}

/** The ways above a leaf, the nearest first: a source may have something else than a map there. */
function ancestors(path: Path): Path[] {
  return path.map((_step, index) => path.slice(0, path.length - 1 - index)).filter((way) => way.length > 0);
}

function writtenIn(source: Source, way: Path, leaf: Path, shape: Shape): Written[] {
  const [top] = way;
  if (source.passesOn?.(String(top)) === false) return [];
  let at = source.value;
  const indexed: (string | number)[] = [];
  for (const [depth, step] of way.entries()) {
    const isNamed = Array.isArray(at) && shape.isNamedList(way.slice(0, depth));
    const key = isNamed ? (at as { name?: unknown }[]).findIndex(({ name }) => name === step) : step;
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return [];
    at = (at as Record<string | number, unknown>)[key];
    indexed.push(key);
  }
  // A map above the leaf is merged, not replaced; a named list likewise.
  const isAbove = way.length < leaf.length && way.every((step, index) => step === leaf[index]);
  if (isAbove && (isPlainMap(at) || (Array.isArray(at) && shape.isNamedList(way)))) return [];
  return [{ key: keyOf(way), value: source.confidential === true ? '***' : at, origin: source.originOf(indexed) }];
}

function keyOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
