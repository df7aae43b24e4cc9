import { Problem } from '../errors.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { type Finding, settleFindings, warning, type WrittenWorkspace } from '../workspace/index.ts';
import { resolveBlock } from './block.ts';
import { createDirectory } from './directory.ts';
import { inherit } from './inherit.ts';
import { asTexts } from './labels.ts';
import { collectLayers, type Layer, placesOf, whereWritten } from './layers.ts';
import { mergeMaps, mergeWorkflows } from './merge.ts';
import { checkReferences, suggest } from './reference.ts';
import type { DataMap, ResolvedWorkspace } from './resolved.ts';
import { collectSecrets } from './secrets.ts';
import { warnIdleSettings } from './idle-settings.ts';
import { resolveSettings } from './settings.ts';
import { resolveWorkflow } from './workflow.ts';

export interface ResolveOptions {
  /** The CLI's own version: that of the toolchain where the workspace names none. */
  readonly version: string;
}

/**
 * What a written workspace means: layers merged, inheritance followed, defaults filled in, every reference checked. Throws one
 * Problem that carries all errors, sorted by place.
 */
export function resolveWorkspace(written: WrittenWorkspace, { version }: ResolveOptions): ResolvedWorkspace {
  const { main, secrets, directory } = written;
  const findings: Finding[] = [];
  const report = (...found: readonly Finding[]) => void findings.push(...found);
  // Blocks and workflows merge by rules of their own below.
  const merged = mergeMaps<WorkspaceFile>(
    { ...main.value, blocks: [], workflows: [] },
    { ...secrets?.value, blocks: [], workflows: [] },
  );
  const { name, organization } = merged;

  const drafts = collectLayers(written);
  const strays = removeStraySecrets(drafts);
  const { lineages, findings: inherited } = inherit(drafts);
  report(...inherited, ...strays);
  const owner = { directory, name, ...(organization === undefined ? {} : { organization }) };
  const inOrder = [...lineages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const blocks = inOrder.map((lineage) => resolveBlock(lineage, owner, report));
  const byName = createDirectory(blocks, drafts);
  for (const lineage of inOrder) report(...checkReferences(lineage, byName));

  const layers: Layer<object>[] = [{ file: main, path: [], value: main.value, origin: 'workspace.poly' }];
  if (secrets !== undefined) layers.push({ file: secrets, path: [], value: secrets.value, origin: 'secrets.poly' });
  const workflows = mergeWorkflows(main.value.workflows, secrets?.value.workflows);
  const resolved = workflows.map((workflow) => resolveWorkflow(workflow, layers, { blocks: byName, report }));

  report(...warnIdleSettings(main));
  const { values, paths } = collectSecrets(secrets?.value, lineages.values());
  const warnings = settleFindings(once(findings));
  const { description, version: own, kubeconfig } = merged;
  return {
    ...owner,
    ...(description === undefined ? {} : { description }),
    ...(own === undefined ? {} : { version: own }),
    labels: asTexts(merged.labels),
    meta: (merged.meta ?? {}) as DataMap,
    settings: resolveSettings(merged.config, version),
    extraEnv: merged.extraenv ?? [],
    extraMounts: merged.extramounts ?? [],
    inventoryFilename: merged.inventory?.filename ?? 'inventory.yml',
    ...(kubeconfig?.filename === undefined ? {} : { kubeconfigFilename: kubeconfig.filename }),
    blocks,
    workflows: resolved,
    secretValues: values,
    secretPaths: paths,
    warnings: [...written.warnings, ...warnings],
  };
}

/** Takes out blocks of which there are only values in secrets.poly, and warns: most often a block has changed its name. */
function removeStraySecrets(drafts: Map<string, readonly [Layer, ...Layer[]]>): Finding[] {
  const strays = [...drafts].filter(
    ([, [{ origin, value }]]) => origin === 'secrets.poly' && value.actions === undefined && value.from === undefined,
  );
  for (const [name] of strays) drafts.delete(name);
  return strays.map(([name, layers]) => {
    const hint = suggest(name, [...drafts.keys()], 'blocks here', 'remove the entry');
    const places = placesOf(whereWritten(layers, ['name'], 'value'));
    const message = `secrets.poly has values for block "${name}", which is written nowhere else`;
    return warning(new Problem('BLOCK_UNKNOWN', message, { hint, places }));
  });
}

/** What is inherited is found fault with in every heir; once is enough. */
function once(findings: readonly Finding[]): Finding[] {
  const byText = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, message, places } = finding.problem;
    const key = [code, message, places[0]?.file, places[0]?.line, places[0]?.column].join('\n');
    if (!byText.has(key)) byText.set(key, finding);
  }
  return [...byText.values()];
}
