import { ACTION_KINDS } from '../../schema/rules.ts';
import { type Path, placeOf } from '../../workspace/index.ts';
import { NOT_INHERITED } from '../inherit.ts';
import type { Layer } from '../layers.ts';
import type { Lineage } from '../lineage.ts';
import type { DataMap, ResolvedBlock } from '../resolved.ts';
import { explain, type Explained, type Shape, type Source } from './explain.ts';

const DEFAULTS = {
  kind: 'generic',
  template: false,
  inventory: { filename: 'inventory.yml' },
  kubeconfig: { filename: 'kubeconfig.yml' },
};

/** A resolved block in the words of its files: what merging has left of them, with defaults and what is computed for the block itself. */
export function blockAsWritten(block: ResolvedBlock, { merged }: Lineage): DataMap {
  const { from: _self, ...rest } = merged;
  return {
    name: block.name,
    kind: block.kind,
    ...(block.from === undefined ? {} : { from: block.from }),
    ...rest,
    ...computedOf(block, merged),
    template: block.template,
    labels: block.labels,
    inventory: { ...DEFAULTS.inventory, ...merged.inventory },
    kubeconfig: { ...DEFAULTS.kubeconfig, ...merged.kubeconfig },
  } as DataMap;
}

/** Every leaf of a resolved block, in the order of its keys, with where it is written and what it overrode. */
export function explainBlock(block: ResolvedBlock, lineage: Lineage): Explained[] {
  const { own, layers, merged } = lineage;
  const isOwn = new Set(own);
  const sources = [
    noted(DEFAULTS, 'default'),
    ...layers.map((layer) => sourceOf(layer, isOwn.has(layer))),
    noted(computedOf(block, merged), 'computed'),
  ];
  return explain(blockAsWritten(block, lineage), sources, BLOCK);
}

/** What is computed for the block itself, whatever anybody writes. */
function computedOf(block: ResolvedBlock, merged: Lineage['merged']): object {
  return {
    ...(block.kind === (merged.kind ?? DEFAULTS.kind) ? {} : { kind: block.kind }),
    labels: Object.fromEntries(Object.entries(block.labels).filter(([key]) => key.includes('polycrate.io/'))),
    ...(block.directory === undefined ? {} : { directory: block.directory }),
  };
}

const BLOCK: Shape = {
  isNamedList: (path) => path.length === 1 && path[0] === 'actions',
  isIdentity: (path) => path.at(-1) === 'name' && (path.length === 1 || (path.length === 3 && path[0] === 'actions')),
  // A nearer kind of action replaces the farther one.
  rivalsOf: (path) => {
    const [list, name, kind] = path;
    const isKind = list === 'actions' && path.length === 3 && ACTION_KINDS.some((each) => each === kind);
    return isKind ? ACTION_KINDS.filter((each) => each !== kind).map((each): Path => [list, name ?? '', each]) : [];
  },
};

function sourceOf({ file, path, value }: Layer, isOwn: boolean): Source {
  return {
    value,
    originOf: (way) => ({ place: placeOf(file, [...path, ...way], 'value') }),
    confidential: file.confidential,
    passesOn: (key) => isOwn || !NOT_INHERITED.includes(key),
  };
}

/** A source that is no file. */
export function noted(value: unknown, note: string): Source {
  return { value, originOf: () => ({ note }) };
}
