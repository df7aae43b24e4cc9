import { dirname, relative, sep } from 'node:path';
import type { Finding } from '../workspace/index.ts';
import { resolveActions } from './action.ts';
import type { Lineage } from './lineage.ts';
import { asList, asTexts, systemLabels } from './labels.ts';
import { whereWritten } from './layers.ts';
import { withPlaces } from './places.ts';
import type { Register } from './register.ts';
import type { DataMap, ResolvedBlock } from './resolved.ts';

export interface Owner {
  readonly directory: string;
  readonly name: string;
  readonly organization?: string;
}

interface BlockContext {
  readonly owner: Owner;
  readonly blocks: Register;
  readonly report: (...findings: readonly Finding[]) => void;
}

/** Keys with a field of their own; whatever else a block says is metadata. */
const FIELDS: ReadonlySet<string> = new Set(
  'name kind version description alias from template labels config actions inventory kubeconfig artifacts container toolchain'.split(
    ' ',
  ),
);

/** What a block means with all it inherits. Everything that is the block's own (labels, artifacts, filenames) is computed for this block. */
export function resolveBlock(lineage: Lineage, { owner, blocks, report }: BlockContext): ResolvedBlock {
  const { name, merged, own, layers, chain, from } = lineage;
  const { inventory = {}, kubeconfig = {}, version, description } = merged;
  const kind = kindOf(lineage);
  const at = (...path: string[]) => whereWritten(layers, path, 'value');
  // One that nobody knows stays as it is written: there is a finding about it.
  const nameOf = (written: string) => blocks.lookUp(written)?.name ?? written;
  const source = (reference: { from?: string }) =>
    reference.from === undefined ? {} : { from: nameOf(reference.from) };
  const resolved = {
    name,
    kind,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    alias: asList(merged.alias),
    ...(from === undefined ? {} : { from }),
    ...(lineage.missing === undefined ? {} : { missing: lineage.missing }),
    chain,
    template: merged.template ?? false,
    labels: { ...asTexts(merged.labels), ...systemLabels(owner, name, kind) },
    config: (merged.config ?? {}) as DataMap,
    actions: resolveActions(lineage, report),
    inventory: withPlaces(
      { ...inventory, ...source(inventory), filename: inventory.filename ?? 'inventory.yml' },
      { fromPlace: () => at('inventory', 'from') },
    ),
    kubeconfig: withPlaces(
      { ...kubeconfig, ...source(kubeconfig), filename: kubeconfig.filename ?? 'kubeconfig.yml' },
      { fromPlace: () => at('kubeconfig', 'from') },
    ),
    artifacts: { from: asList(merged.artifacts?.from).map(nameOf) },
    container: merged.container ?? {},
    ...(merged.toolchain?.require === undefined ? {} : { require: merged.toolchain.require }),
    directory: directoryOf(lineage, owner.directory),
    metadata: Object.fromEntries(Object.entries(merged).filter(([key]) => !FIELDS.has(key))) as DataMap,
  };
  return withPlaces(resolved, { place: () => whereWritten(own.slice(0, 1), ['name'], 'value') });
}

/** `generic` unless written; an application made from a `k8sapp` is an instance of it. */
function kindOf({ merged, parent }: Lineage): string {
  const kind = merged.kind ?? 'generic';
  const inherited = parent === undefined ? undefined : kindOf(parent);
  return kind === 'k8sapp' && (inherited === 'k8sapp' || inherited === 'k8sappinstance') ? 'k8sappinstance' : kind;
}

function directoryOf({ layers }: Lineage, workspace: string): string | undefined {
  const file = layers.findLast((layer) => layer.origin === 'block.poly')?.file;
  return file === undefined ? undefined : relative(workspace, dirname(file.path)).split(sep).join('/') || '.';
}
