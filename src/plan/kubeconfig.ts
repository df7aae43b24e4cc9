import { findBlock, type ResolvedBlock, type ResolvedWorkspace } from '../resolve/index.ts';
import { requireArtifact } from './artifact.ts';
import { showFile, type Facts, type Host } from './facts.ts';
import { join, layoutOf } from './layout.ts';
import type { JobFile, Mount } from './plan.ts';
import { fileOnHost } from './reach.ts';

/** Where the caller's own kubeconfig appears, outside the workspace and read-only. */
const HOST_KUBECONFIG = '/etc/polycrate/kubeconfig.yml';

export interface ChosenKubeconfig {
  /** Path inside the container. */
  readonly path: string;
  readonly mounts: readonly Mount[];
}

/** Says only which context is meant: kubectl and helm merge the files of $KUBECONFIG, and the first to name a context decides. */
export function contextFile(block: ResolvedBlock): JobFile | undefined {
  const { context } = block.kubeconfig;
  if (context === undefined) return undefined;
  const contents = JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': context });
  return { path: 'kube-context.yml', contents, mode: 0o600 };
}

/** Host paths that decide which kubeconfig is taken. */
export function kubeconfigCandidates(workspace: ResolvedWorkspace, block: ResolvedBlock, host: Host): string[] {
  const source = block.kubeconfig.from === undefined ? block : findBlock(workspace, block.kubeconfig.from);
  return [artifactOf(workspace, source), ...workspacePlaces(workspace)]
    .flatMap((parts) => fileOnHost(workspace, host.home, ...parts) ?? [])
    .concat(hostKubeconfigs(host));
}

/**
 * The kubeconfig of a block: `kubeconfig.from`'s artifact → its own artifact → the workspace's → the caller's, or none.
 * Throws ARTIFACT_MISSING when `from` names a block whose kubeconfig is not there yet.
 */
export function chooseKubeconfig(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  facts: Facts,
): ChosenKubeconfig | undefined {
  const layout = layoutOf(workspace);
  const { from, fromPlace } = block.kubeconfig;
  const source = from === undefined ? block : findBlock(workspace, from);
  const artifact = artifactOf(workspace, source);
  const isThere = (parts: readonly string[]) =>
    facts.present.has(fileOnHost(workspace, facts.host.home, ...parts) ?? '');
  if (isThere(artifact)) return { path: layout.container(...artifact), mounts: [] };
  if (from !== undefined) {
    throw requireArtifact({ what: 'kubeconfig', wanted: block, source, file: artifact.join('/'), place: fromPlace });
  }
  const place = workspacePlaces(workspace).find(isThere);
  if (place !== undefined) return { path: layout.container(...place), mounts: [] };
  const own = hostKubeconfigs(facts.host).find((path) => facts.present.has(path));
  if (own === undefined) return undefined;
  return showFile(facts, { source: own, target: HOST_KUBECONFIG, readOnly: true });
}

function artifactOf(workspace: ResolvedWorkspace, block: ResolvedBlock): string[] {
  return [...layoutOf(workspace).artifacts(block.name), block.kubeconfig.filename];
}

function workspacePlaces(workspace: ResolvedWorkspace): string[][] {
  const { artifactsroot } = workspace.settings;
  const named = workspace.kubeconfigFilename === undefined ? [] : [[workspace.kubeconfigFilename]];
  return [...named, [artifactsroot, 'secrets', 'kubeconfig.yml'], ['kubeconfig.yml']];
}

/** $KUBECONFIG may be a list; kubectl merges it, we take the first that exists. */
function hostKubeconfigs(host: Host): string[] {
  const listed = (host.env['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '');
  return [...listed.map((path) => join(host.directory, path)), join(host.home, '.kube/config')];
}
