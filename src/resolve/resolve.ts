import type { WorkflowFile } from '../schema/workflow.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import {
  type Finding,
  isError,
  settleFindings,
  sortFindings,
  type SourceFile,
  stricter,
  type WrittenWorkspace,
} from '../workspace/index.ts';
import { type Owner, resolveBlock } from './block.ts';
import { once, withoutEchoes } from './echoes.ts';
import { warnIdleSettings } from './idle.ts';
import { inherit } from './inherit.ts';
import { asList, asTexts } from './labels.ts';
import { collectLayers, type Layer } from './layers.ts';
import type { Lineage } from './lineage.ts';
import { mergeMaps, mergeWorkflows } from './merge.ts';
import { findBlockClashes } from './callable.ts';
import { checkReferences } from './reference.ts';
import { createRegister } from './register.ts';
import type { DataMap, ResolvedWorkflow, ResolvedWorkspace } from './resolved.ts';
import { collectSecrets } from './secrets.ts';
import { findImageChoice, resolveSettings } from './settings.ts';
import { findOddVariables } from './variables.ts';
import { findStrays } from './strays.ts';
import { resolveWebhook } from './webhook.ts';
import { resolveWorkflow, type WorkflowContext } from './workflow.ts';

export interface ResolveOptions {
  /** The CLI's own version: that of the toolchain where the workspace names none. */
  readonly version: string;
  /** Every warning is an error, those about the written workspace too. */
  readonly strict?: boolean;
}

/** A workspace with everything that was found about it; to be believed only when no error is among it. */
export interface CheckedWorkspace {
  readonly workspace: ResolvedWorkspace;
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  /** What it was resolved from. */
  readonly written: WrittenWorkspace;
  /** The blocks again, with all layers they are made of. */
  readonly lineages: ReadonlyMap<string, Lineage>;
}

/** The meaning of a written workspace. Throws one Problem that carries all errors, sorted by place. */
export function resolveWorkspace(written: WrittenWorkspace, options: ResolveOptions): ResolvedWorkspace {
  const { workspace, findings } = checkWorkspace(written, options);
  settleFindings(findings);
  return workspace;
}

/**
 * What a written workspace means: layers merged, inheritance followed, defaults filled in, every reference checked. Never throws
 * about what is written: the findings say what is wrong.
 */
export function checkWorkspace(
  written: WrittenWorkspace,
  { version, strict = false }: ResolveOptions,
): CheckedWorkspace {
  const { main, secrets, directory } = written;
  const findings: Finding[] = [];
  const report = (...found: readonly Finding[]) => void findings.push(...found);
  // Blocks and workflows merge by rules of their own below.
  const merged = mergeMaps<WorkspaceFile>(
    { ...main.value, blocks: [], workflows: [] },
    { ...secrets?.value, blocks: [], workflows: [] },
  );

  const drafts = collectLayers(written);
  const strays = findStrays(drafts);
  const { lineages, findings: inherited } = inherit(drafts);
  report(...inherited, ...strays);
  const owner = ownerOf(merged, directory);
  const inOrder = [...lineages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const callable = inOrder.map(({ name, merged: { alias, version: its } }) => {
    return { name, alias: asList(alias), ...(its === undefined ? {} : { version: its }) };
  });
  const names = createRegister(callable);
  const blocks = inOrder.map((lineage) => resolveBlock(lineage, { owner, blocks: names, report }));
  for (const lineage of inOrder) report(...checkReferences(lineage, names));
  report(...findBlockClashes(inOrder));

  const files = secrets === undefined ? [main] : [main, secrets];
  const workflows = resolveWorkflows(files, { blocks: createRegister(blocks), report });
  report(...files.flatMap(warnIdleSettings), ...files.flatMap(findOddVariables));
  const { webhook, findings: faults } = resolveWebhook(merged, files);
  report(...faults);
  const { values, paths } = collectSecrets(secrets?.value, lineages.values());
  const weigh = (found: readonly Finding[]) => (strict ? found.map(stricter) : found);
  const told = weigh(written.findings);
  const all = [...told, ...withoutEchoes(once(findings), { ...written, findings: told })];
  const sorted = sortFindings(weigh(all));
  const { description, version: own, kubeconfig } = merged;
  const workspace = {
    ...owner,
    ...(description === undefined ? {} : { description }),
    ...(own === undefined ? {} : { version: own }),
    labels: asTexts(merged.labels),
    meta: (merged.meta ?? {}) as DataMap,
    settings: resolveSettings(merged.config, written.settings, version),
    ...findImageChoice(merged.config, written.settings),
    extraEnv: merged.extraenv ?? [],
    extraMounts: merged.extramounts ?? [],
    inventoryFilename: merged.inventory?.filename ?? 'inventory.yml',
    ...(kubeconfig?.filename === undefined ? {} : { kubeconfigFilename: kubeconfig.filename }),
    ...(webhook === undefined ? {} : { webhook }),
    blocks,
    workflows,
    secretValues: values,
    secretPaths: paths,
    warnings: sorted.filter((finding) => !isError(finding)).map(({ problem }) => problem),
  };
  return { workspace, findings: sorted, written, lineages };
}

function ownerOf({ name, organization }: WorkspaceFile, directory: string): Owner {
  return { directory, name, ...(organization === undefined ? {} : { organization }) };
}

/** The workflows of workspace.poly and secrets.poly, files far to near. */
function resolveWorkflows(files: readonly SourceFile<WorkspaceFile>[], context: WorkflowContext): ResolvedWorkflow[] {
  const layers = files.map((file): Layer<object> => {
    return { file, path: [], value: file.value, origin: file.confidential ? 'secrets.poly' : 'workspace.poly' };
  });
  const merged = files.reduce<WorkflowFile[]>((far, { value }) => mergeWorkflows(far, value.workflows), []);
  return merged.map((workflow) => resolveWorkflow(workflow, layers, context));
}
