import type { WorkspaceFile } from '../schema/workspace.ts';
import { NOT_INHERITED } from './inherit.ts';
import type { Lineage } from './lineage.ts';

/** What a workspace keeps secret. */
export interface Secrets {
  readonly values: readonly string[];
  readonly paths: readonly string[];
}

type Way = readonly string[];
interface Leaf {
  readonly way: Way;
  readonly value: unknown;
}

/** Shorter texts occur everywhere: masking every `1` or `db` would make the output unreadable and hide nothing. */
const SHORTEST = 3;

/** Values and paths of everything secrets.poly sets; what a block inherits of them is secret in the block as well, unless it writes its own. */
export function collectSecrets(file: WorkspaceFile | undefined, lineages: Iterable<Lineage>): Secrets {
  const leaves = file === undefined ? [] : [...leavesOf(file, [])].filter(({ way }) => !isStructure(way));
  const values = leaves.flatMap(textsOf);
  const paths = leaves.map(({ way }) => way.join('.'));
  const known = new Map<Lineage, readonly Way[]>();
  for (const lineage of lineages) {
    for (const way of secretsOf(lineage, known)) paths.push(['blocks', lineage.name, ...way].join('.'));
  }
  return {
    values: [...new Set(values.filter((value) => value.length >= SHORTEST))],
    paths: [...new Set(paths)].sort(),
  };
}

/** What of a leaf may turn up in output: of a variable, also its value alone, and of a mount, its source. */
function textsOf({ way, value }: Leaf): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const text = String(value);
  if (way[0] === 'extramounts') return [text, ...text.split(':', 1)];
  const equals = way[0] === 'extraenv' ? text.indexOf('=') : -1;
  return equals === -1 ? [text] : [text, text.slice(equals + 1)];
}

/** Ways inside a block that lead to secrets, its own and inherited ones. */
function secretsOf(lineage: Lineage, known: Map<Lineage, readonly Way[]>): readonly Way[] {
  const already = known.get(lineage);
  if (already !== undefined) return already;
  const inherited = lineage.parent === undefined ? [] : secretsOf(lineage.parent, known);
  const written = lineage.own.filter((layer) => layer.origin !== 'secrets.poly');
  const kept = inherited.filter(
    (way) => !NOT_INHERITED.includes(way[0] ?? '') && !written.some((layer) => overrides(layer.value, way)),
  );
  const own = lineage.own
    .filter((layer) => layer.origin === 'secrets.poly')
    .flatMap((layer) => [...leavesOf(layer.value, ['blocks', lineage.name])]);
  const ways = [...kept, ...own.filter(({ way }) => !isStructure(way)).map(({ way }) => way.slice(2))];
  known.set(lineage, ways);
  return ways;
}

/** True when a layer writes what `way` leads to, or something in place of a map on the way. */
function overrides(layer: unknown, way: Way): boolean {
  let at = layer;
  for (const [index, step] of way.entries()) {
    const isNamed = Array.isArray(at) && index === 1 && way[0] === 'actions';
    if (isNamed) at = (at as { name?: unknown }[]).find((item) => item.name === step);
    else if (typeof at === 'object' && at !== null && !Array.isArray(at)) at = (at as Record<string, unknown>)[step];
    else return true;
    if (at === undefined) return false;
  }
  return true;
}

function* leavesOf(value: unknown, way: Way): Generator<Leaf> {
  if (typeof value !== 'object' || value === null) {
    yield { way, value };
    return;
  }
  const isNamed = Array.isArray(value) && isNamedList(way);
  for (const [key, item] of Object.entries(value)) {
    yield* leavesOf(item, [...way, isNamed ? String((item as { name?: unknown }).name) : key]);
  }
}

/** The lists whose items go by their names. */
function isNamedList([list, , inner, ...rest]: Way): boolean {
  if (inner === undefined) return list === 'blocks' || list === 'workflows';
  return (
    rest.length === 0 && ((list === 'blocks' && inner === 'actions') || (list === 'workflows' && inner === 'steps'))
  );
}

/** Names and references say where a secret belongs and are none. */
function isStructure([list, , key = '', inner, last = '']: Way): boolean {
  if (list === 'name') return true;
  if (list === 'workflows') return key === 'name' || (key === 'steps' && ['name', 'block', 'action'].includes(last));
  if (list !== 'blocks') return false;
  if (key === 'actions') return last === 'name';
  return (
    ['name', 'kind', 'from'].includes(key) ||
    (['inventory', 'kubeconfig', 'artifacts'].includes(key) && inner === 'from')
  );
}
