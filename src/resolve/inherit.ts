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
  const { parents, absent, findings } = findParents(drafts);
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
      const parent = parentName === undefined ? undefined : lineages.get(parentName);
      lineages.set(block, descend(block, drafts.get(block) ?? [], { parent, missing: absent.get(block) }));
    }
  }
  return { lineages, findings };
}

interface Parents {
  readonly parents: Map<string, string>;
  /** What blocks inherit from that is not here. */
  readonly absent: Map<string, string>;
  readonly findings: Finding[];
}

function findParents(drafts: Drafts): Parents {
  const parents = new Map<string, string>();
  const absent = new Map<string, string>();
  const findings: Finding[] = [];
  const locate = createLocator(drafts);
  for (const [name, layers] of drafts) {
    const from = layers.findLast((layer) => layer.value.from !== undefined)?.value.from;
    if (from === undefined) continue;
    const parent = locate(from, () => placesOf(whereWritten(layers, ['from'], 'value')));
    if (parent === name && layers.some(({ origin }) => origin === 'block.poly'))
      findings.push(warning(selfReference(layers)));
    else if (typeof parent === 'string') parents.set(name, parent);
    else {
      absent.set(name, from);
      const tell = parent.code === 'BLOCK_NOT_INSTALLED' ? warning : error;
      findings.push(about(/^(.+?)(?::[^:/]*)?$/.exec(from)?.[1] ?? from, tell(parent)));
    }
  }
  return { parents, absent, findings };
}

function descend(
  name: string,
  own: readonly Layer[],
  { parent, missing = parent?.missing }: { readonly parent: Lineage | undefined; readonly missing: string | undefined },
): Lineage {
  const inherited = Object.entries(parent?.merged ?? {}).filter(([key]) => !NOT_INHERITED.includes(key));
  const merged = own.reduce<Partial<BlockFile>>(
    (far, layer) => mergeBlocks(far, layer.value),
    Object.fromEntries(inherited),
  );
  const chain = parent === undefined ? [] : [parent.name, ...parent.chain];
  return { name, own, layers: [...(parent?.layers ?? []), ...own], chain, parent, merged, missing };
}

/** Written in older workspaces for: this entry belongs to the block file of that name. */
function selfReference(layers: readonly Layer[]): Problem {
  const places = placesOf(whereWritten(layers, ['from'], 'key'));
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
