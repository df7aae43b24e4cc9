import type { ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import type { Facts } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import type { ActionRequest } from '../request.ts';

/** Commands that take `-state`; see "terraform apply -help" (legacy options of the local backend). */
const STATE_COMMANDS = [
  'apply',
  'console',
  'destroy',
  'import',
  'output',
  'plan',
  'refresh',
  'taint',
  'untaint',
  'state_list',
  'state_mv',
  'state_rm',
  'state_show',
];

/** Below the artifacts: what a bundle brings for tools that would fetch it. */
const MIRROR = 'mirror';

/** Where providers lie that need no registry, on the host: `terraform init` looks there by itself ("Implied Local Mirror Directories" of its documentation). */
export function mirrorOf(workspace: ResolvedWorkspace): string {
  return layoutOf(workspace).host(workspace.settings.artifactsroot, MIRROR, 'terraform', 'plugins');
}

/**
 * Terraform's settings for one action. State and working data go to the block's artifacts, also for a plain
 * `terraform apply` in a script, unless the code declares a backend or a state file already lies beside it.
 */
export function terraformEnvironment(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  facts: Facts,
  { verbosity, colour }: Pick<ActionRequest, 'verbosity' | 'colour'>,
): Record<string, string> {
  const layout = layoutOf(workspace);
  const artifacts = layout.container(...layout.artifacts(block.name));
  const env: Record<string, string> = { TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  if (!colour) env['TF_CLI_ARGS'] = '-no-color';
  if (verbosity >= 3) env['TF_LOG'] = 'DEBUG';
  if (facts.present.has(mirrorOf(workspace))) {
    const others = facts.local === undefined ? undefined : facts.host.env['XDG_DATA_DIRS'];
    const own = layout.container(workspace.settings.artifactsroot, MIRROR);
    env['XDG_DATA_DIRS'] = `${own}:${others ?? '/usr/local/share:/usr/share'}`;
  }
  if (facts.terraform === 'none') return env;
  env['TF_DATA_DIR'] = `${artifacts}/.terraform`;
  const besideCode = facts.present.has(layout.host(block.directory ?? '', 'terraform.tfstate'));
  if (facts.terraform === 'own backend' || besideCode) return env;
  for (const command of STATE_COMMANDS) env[`TF_CLI_ARGS_${command}`] = `-state='${artifacts}/terraform.tfstate'`;
  return env;
}
