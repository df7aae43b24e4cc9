import { ACTION_KINDS } from '../../schema/rules.ts';
import { type Path, placeOf } from '../../workspace/index.ts';
import { NOT_INHERITED } from '../inherit.ts';
import type { Layer } from '../layers.ts';
import type { Lineage } from '../lineage.ts';
import type { ResolvedBlock } from '../resolved.ts';
import { explain, type Explained, type Shape, type Source } from './explain.ts';

/** Every leaf of a resolved block, in the order of its keys, with where it is written and what it overrode. */
export function explainBlock(block: ResolvedBlock, { merged, own, layers }: Lineage): Explained[] {
  const defaults = {
    kind: 'generic',
    template: false,
    inventory: { filename: 'inventory.yml' },
    kubeconfig: { filename: 'kubeconfig.yml' },
  };
  // What is computed for the block itself, whatever anybody writes.
  const computed = {
    ...(block.kind === (merged.kind ?? defaults.kind) ? {} : { kind: block.kind }),
    labels: Object.fromEntries(Object.entries(block.labels).filter(([key]) => key.includes('polycrate.io/'))),
    ...(block.directory === undefined ? {} : { directory: block.directory }),
  };
  const value = {
    name: block.name,
    kind: block.kind,
    ...(block.from === undefined ? {} : { from: block.from }),
    ...merged,
    ...computed,
    template: block.template,
    labels: { ...merged.labels, ...computed.labels },
    inventory: { ...defaults.inventory, ...merged.inventory },
    kubeconfig: { ...defaults.kubeconfig, ...merged.kubeconfig },
  };
  const isOwn = new Set(own);
  const sources = [
    noted(defaults, 'default'),
    ...layers.map((layer) => sourceOf(layer, isOwn.has(layer))),
    noted(computed, 'computed'),
  ];
  return explain(value, sources, BLOCK);
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
