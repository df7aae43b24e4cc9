import type { DataMap, ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import { NO_BLOCK } from './by-hand.ts';
import { layoutOf } from './layout.ts';
import type { Mount } from './plan.ts';
import type { ActionRequest } from './request.ts';

interface SnapshotParts {
  readonly workspace: ResolvedWorkspace;
  readonly block: ResolvedBlock;
  readonly action: ResolvedAction;
  readonly request: ActionRequest;
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
}

/** The resolved world as an action sees it: keys as written, paths as in the container. Secrets are in it. */
export function snapshotOf({ workspace, block, action, request, env, mounts }: SnapshotParts): DataMap {
  return {
    workspace: { ...workspaceData(workspace), blocks: writtenBlocks(workspace) },
    block: blockData(workspace, block),
    action: actionData(action),
    workflow: request.workflow ?? null,
    step: request.step ?? null,
    transaction: request.transaction,
    env: { ...env },
    mounts: mounts.map(({ source, target, readOnly }) => ({ source, target, readonly: readOnly })),
  };
}

function writtenBlocks(workspace: ResolvedWorkspace): DataMap[] {
  return workspace.blocks.filter(({ name }) => name !== NO_BLOCK).map((each) => blockData(workspace, each));
}

/** A workspace without its blocks. */
export function workspaceData(workspace: ResolvedWorkspace): DataMap {
  const { settings } = workspace;
  return {
    name: workspace.name,
    organization: workspace.organization ?? null,
    description: workspace.description ?? null,
    version: workspace.version ?? null,
    labels: { ...workspace.labels },
    meta: workspace.meta,
    path: settings.containerroot,
    config: { image: { ...settings.image }, globals: settings.globals as DataMap },
  };
}

export function blockData(workspace: ResolvedWorkspace, block: ResolvedBlock): DataMap {
  const layout = layoutOf(workspace);
  return {
    ...block.metadata,
    name: block.name,
    kind: block.kind,
    version: block.version ?? null,
    description: block.description ?? null,
    from: block.from ?? null,
    labels: { ...block.labels },
    config: block.config,
    workdir: { path: layout.container(block.directory ?? '') },
    artifacts: { path: layout.container(...layout.artifacts(block.name)) },
    actions: block.actions.map(actionData),
  };
}

export function actionData(action: ResolvedAction): DataMap {
  return {
    name: action.name,
    description: action.description ?? null,
    labels: { ...action.labels },
    config: action.config,
    ...(action.run.kind === 'script' ? { script: action.run.items } : { playbook: action.run.playbook }),
  };
}
