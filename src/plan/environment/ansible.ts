import type { ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import type { Facts } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import type { ActionRequest } from '../request.ts';
import { chooseSshKey, sshOptions } from './ssh.ts';

/** Ansible's settings for one action; names as in its configuration reference. `inventory` is a container path. */
export function ansibleEnvironment(
  {
    workspace,
    block,
    request,
    facts,
  }: { workspace: ResolvedWorkspace; block: ResolvedBlock; request: ActionRequest; facts: Facts },
  inventory: string,
): Record<string, string> {
  const layout = layoutOf(workspace);
  const key = chooseSshKey(workspace, facts);
  return {
    ANSIBLE_INVENTORY: inventory,
    ...(key === undefined ? {} : { ANSIBLE_PRIVATE_KEY_FILE: key }),
    ANSIBLE_HOST_KEY_CHECKING: workspace.settings.ssh.strict === 'off' ? 'False' : 'True',
    ANSIBLE_SSH_ARGS: sshOptions(workspace).join(' '),
    // Unix socket paths end at 108 bytes, so the control path stays out of deep folders.
    ANSIBLE_SSH_CONTROL_PATH_DIR: facts.local === undefined ? '/tmp/.ansible-cp' : `${facts.local.folder}/cp`,
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_STDOUT_CALLBACK: 'ansible.builtin.default',
    ANSIBLE_CALLBACK_RESULT_FORMAT: 'yaml',
    ANSIBLE_VERBOSITY: String(Math.max(0, request.verbosity - 1)),
    ANSIBLE_CACHE_PLUGIN: 'ansible.builtin.jsonfile',
    ANSIBLE_CACHE_PLUGIN_CONNECTION: layout.container(...layout.artifacts(block.name), '.ansible/facts'),
    ANSIBLE_RETRY_FILES_ENABLED: 'False',
    // `auto` warns on every host that another interpreter might be installed one day.
    ANSIBLE_PYTHON_INTERPRETER: 'auto_silent',
    ANSIBLE_LOCALHOST_WARNING: 'False',
    ANSIBLE_INVENTORY_UNPARSED_WARNING: 'False',
    ...(request.colour ? { ANSIBLE_FORCE_COLOR: 'True' } : { ANSIBLE_NOCOLOR: 'True' }),
  };
}
