import { Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { about, error, type Finding, warning } from '../workspace/index.ts';
import { type Layer, placesOf, whereWritten } from './layers.ts';
import { mergeBlocks } from './merge.ts';
import type { Lineage } from './lineage.ts';
import { createLocator } from './parent.ts';

/** These say what a block is, not what it has: a child that inherited them would be its parent. */
export const NOT_INHERITED: readonly string[] = ['name', 'alias', 'from', 'template'];

type Drafts = ReadonlyMap<string, readonly [Layer, ...Layer[]]>;

/**
 * Every block merged over its ancestors, farthest first. A block whose ancestor is not to be had stays, with what it writes itself,
 * and a finding says why.
 */
export function inherit(drafts: Drafts): { lineages: Map<string, Lineage>; findings: Finding[] } {
  const lineages = new Map<string, Lineage>();
  const { parents, absent, froms, findings } = findParents(drafts);
  // Loops instead of recursion: chains may be long, and the way walked is what the error about a circle names.
  for (const start of drafts.keys()) {
    const way = new Set<string>();
    let name: string | undefined = start;
    while (name !== undefined && !way.has(name) && !lineages.has(name)) {
      way.add(name);
      name = parents.get(name);
    }
    if (name !== undefined && way.has(name)) {
      const walked = [...way];
      findings.push(error(cycle([...walked.slice(walked.indexOf(name)), name], drafts)));
      // Cut where it closes: each of them then stands with what the others write.
      const last = walked.at(-1) ?? name;
      absent.set(last, parents.get(last) ?? name);
      parents.delete(last);
    }
    for (const block of [...way].reverse()) {
      const parentName = parents.get(block);
      const found = parentName === undefined ? undefined : lineages.get(parentName);
      const isTooLong = found !== undefined && found.chain.length >= LONGEST_CHAIN;
      const parent = isTooLong ? undefined : found;
      const own = drafts.get(block) ?? [];
      if (isTooLong) {
        findings.push(error(tooLong(own)));
        absent.set(block, found.name);
      }
      lineages.set(block, descend(block, own, { parent, from: froms.get(block), missing: absent.get(block) }));
    }
  }
  return { lineages, findings };
}

/** Longer chains are nobody's intention, and each block carries all that its ancestors write. */
const LONGEST_CHAIN = 1000;

function tooLong(own: readonly Layer[]): Problem {
  const places = placesOf(whereWritten(own, ['from'], 'value'));
  const message = `more than ${String(LONGEST_CHAIN)} blocks inherit from each other in a row`;
  return new Problem('INHERITANCE_CYCLE', message, { hint: 'inherit from a block nearer to the top', places });
}

interface Parents {
  readonly parents: Map<string, string>;
  /** What blocks inherit from that is not here. */
  readonly absent: Map<string, string>;
  readonly froms: ReadonlyMap<string, string>;
  readonly findings: Finding[];
}

function findParents(drafts: Drafts): Parents {
  const parents = new Map<string, string>();
  const absent = new Map<string, string>();
  const froms = new Map<string, string>();
  const findings: Finding[] = [];
  const locate = createLocator(drafts);
  for (const [name, layers] of drafts) {
    const { own, from } = splitSelfReferences(name, layers);
    findings.push(...own.map((layer) => warning(selfReference(layer))));
    if (from === undefined) continue;
    froms.set(name, from);
    const parent = locate(from, () => placesOf(whereWritten(layers, ['from'], 'value')));
    if (typeof parent === 'string') parents.set(name, parent);
    else {
      absent.set(name, from);
      const tell = parent.code === 'BLOCK_NOT_INSTALLED' ? warning : error;
      findings.push(about(/^(.+?)(?::[^:/]*)?$/.exec(from)?.[1] ?? from, tell(parent)));
    }
  }
  return { parents, absent, froms, findings };
}

function descend(
  name: string,
  own: readonly Layer[],
  { parent, from, missing = parent?.missing }: Pick<Lineage, 'parent' | 'from' | 'missing'>,
): Lineage {
  const inherited = Object.entries(parent?.merged ?? {}).filter(([key]) => !NOT_INHERITED.includes(key));
  const merged = own.reduce<Partial<BlockFile>>(
    (far, layer) => mergeBlocks(far, layer.value),
    Object.fromEntries(inherited),
  );
  const chain = parent === undefined ? [] : [parent.name, ...parent.chain];
  return { name, own, layers: [...(parent?.layers ?? []), ...own], chain, parent, merged, from, missing };
}

/**
 * The nearest `from` that names another block, and the layers that only say once more which block file they belong to, as entries
 * of older workspaces do.
 */
function splitSelfReferences(
  name: string,
  layers: readonly Layer[],
): { readonly own: readonly Layer[]; readonly from: string | undefined } {
  const written = layers.filter(({ value }) => value.from !== undefined);
  const hasFile = layers.some(({ origin }) => origin === 'block.poly');
  const isOwn = ({ value, origin }: Layer) =>
    hasFile && origin !== 'block.poly' && value.from?.replace(/:[^:/]*$/, '') === name;
  return { own: written.filter(isOwn), from: written.findLast((layer) => !isOwn(layer))?.value.from };
}

function selfReference(layer: Layer): Problem {
  const places = placesOf(whereWritten([layer], ['from'], 'key'));
  const message = '"from" names the block itself, whose block.poly is merged anyway';
  return new Problem('KEY_IDLE', message, { hint: 'remove it', places });
}

function cycle(names: readonly string[], drafts: Drafts): Problem {
  const places = placesOf(...names.slice(0, -1).map((name) => whereWritten(drafts.get(name) ?? [], ['from'], 'value')));
  const [only, ...others] = new Set(names);
  const message =
    others.length === 0
      ? `block "${only ?? ''}" inherits from itself`
      : `blocks inherit from each other in a circle: ${names.join(' → ')}`;
  const hint = others.length === 0 ? 'remove "from", or name another block' : 'remove "from" in one of them';
  return new Problem('INHERITANCE_CYCLE', message, { hint, places });
}
