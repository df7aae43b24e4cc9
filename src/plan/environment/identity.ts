import { findBlock, type ResolvedBlock, type ResolvedWorkspace } from '../../resolve/index.ts';
import type { Facts } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import { isCi } from '../parking.ts';
import { JOB_ROOT } from '../plan.ts';
import type { ActionRequest } from '../request.ts';

/** Container paths of the two snapshot files. Both hold JSON: it is YAML that no YAML version reads differently. */
export const SNAPSHOT = { json: `${JOB_ROOT}/snapshot.json`, yaml: `${JOB_ROOT}/snapshot.yml` } as const;

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
    POLYCRATE_WORKSPACE_SNAPSHOT_YAML: SNAPSHOT.yaml,
    POLYCRATE_WORKSPACE_SNAPSHOT_JSON: SNAPSHOT.json,
    POLYCRATE_RUNTIME_SCRIPT_PATH: `${JOB_ROOT}/script.sh`,
    POLYCRATE_BLOCK_WORKDIR: layout.container(block.directory ?? ''),
    IN_CONTAINER: '1',
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
