import { findBlock, type ResolvedBlock, type ResolvedWorkspace } from '../../resolve/index.ts';
import { jobRoot, type Facts } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import { isCi } from '../parking.ts';
import type { ActionRequest } from '../request.ts';

/** Where the action sees the two snapshot files. Both hold JSON: it is YAML that no YAML version reads differently. */
export function snapshotPaths(facts: Facts): { readonly json: string; readonly yaml: string } {
  const root = jobRoot(facts);
  return { json: `${root}/snapshot.json`, yaml: `${root}/snapshot.yml` };
}

/** Who and where an action is: POLYCRATE_*, the artifact folders, and the terminal. */
export function identityEnvironment(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  request: ActionRequest,
  facts: Facts,
): Record<string, string> {
  const layout = layoutOf(workspace);
  const { settings } = workspace;
  const { version, env } = facts.host;
  const snapshot = snapshotPaths(facts);
  return {
    POLYCRATE_WORKSPACE: workspace.name,
    POLYCRATE_BLOCK: block.name,
    POLYCRATE_ACTION: request.action,
    POLYCRATE_WORKFLOW: request.workflow ?? '',
    POLYCRATE_STEP: request.step ?? '',
    POLYCRATE_VERSION: version,
    POLYCRATE_CLI_VERSION: version,
    POLYCRATE_IMAGE_REFERENCE: settings.image.reference,
    POLYCRATE_IMAGE_VERSION: settings.image.version,
    POLYCRATE_FORCE: request.force ? '1' : '0',
    POLYCRATE_TRANSACTION: request.transaction,
    POLYCRATE_WORKSPACE_SNAPSHOT_YAML: snapshot.yaml,
    POLYCRATE_WORKSPACE_SNAPSHOT_JSON: snapshot.json,
    POLYCRATE_RUNTIME_SCRIPT_PATH: `${jobRoot(facts)}/script.sh`,
    POLYCRATE_BLOCK_WORKDIR: layout.container(block.directory ?? ''),
    IN_CONTAINER: facts.local?.inside === 'host' ? '0' : '1',
    IN_CI: String(isCi(env)),
    TERM: env['TERM'] ?? 'xterm-256color',
    ARTIFACTS: layout.container(...layout.artifacts(block.name)),
    ...Object.fromEntries(
      block.artifacts.from.map((name) => [
        variableName('ARTIFACTS', name),
        layout.container(...layout.artifacts(findBlock(workspace, name).name)),
      ]),
    ),
    // After those: a block may be called "root".
    ARTIFACTS_ROOT: layout.container(settings.artifactsroot),
    SECRETS_DIR: layout.container(settings.artifactsroot, 'secrets'),
  };
}

function variableName(prefix: string, name: string): string {
  return `${prefix}_${name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;
}
