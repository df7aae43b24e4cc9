import type { Data, ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import { type Facts, jobRoot } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import { mirrorFiles } from '../mirrors.ts';
import type { JobFile, Mount } from '../plan.ts';
import type { ActionRequest } from '../request.ts';
import { actionData, blockData, workspaceData } from '../snapshot.ts';
import { ansibleEnvironment } from './ansible.ts';
import { parseEnvironment, requireVariableName } from './entries.ts';
import { flatten } from './flatten.ts';
import { identityEnvironment } from './identity.ts';
import { kubernetesEnvironment } from './kubernetes.ts';
import { localEnvironment } from './local.ts';
import { networkEnvironment } from './network.ts';
import { agentEnvironment } from './ssh.ts';
import { terraformEnvironment } from './terraform.ts';

interface Subject {
  readonly workspace: ResolvedWorkspace;
  readonly block: ResolvedBlock;
  readonly action: ResolvedAction;
  readonly request: ActionRequest;
  readonly facts: Facts;
}

/**
 * Variables (nearer sources win: flattened data < tools < extraenv < --env < the action's own), the mounts and files they speak of, and apart
 * those variables that come from outside the files of blocks, as they may be secret.
 */
export function environmentOf(
  subject: Subject,
  {
    grantsEngine,
    ...paths
  }: {
    readonly inventory: string;
    readonly kubeconfig: string | undefined;
    readonly grantsEngine: boolean;
  },
): { env: Record<string, string>; mounts: Mount[]; files: readonly JobFile[]; outside: Record<string, string> } {
  const { workspace, block, action, request, facts } = subject;
  const network = networkEnvironment(facts);
  const agent = agentEnvironment(facts);
  const inWorkspace = (path: string) => layoutOf(workspace).container(path);
  const mirrors = mirrorFiles(workspace.settings, { root: jobRoot(facts), inWorkspace });
  for (const name of Object.keys(action.env)) requireVariableName(name);
  const outside = {
    ...network.env,
    ...parseEnvironment(workspace.extraEnv, facts.host.env),
    ...parseEnvironment(request.env, facts.host.env),
  };
  const env = {
    HOME: '/home/polycrate',
    ...localEnvironment(facts, grantsEngine),
    ...flattened(subject),
    ...agent.env,
    ...ansibleEnvironment(subject, paths.inventory),
    ...kubernetesEnvironment(block, paths.kubeconfig, facts),
    ...terraformEnvironment(workspace, block, facts, request),
    ...mirrors.env,
    ...identityEnvironment(workspace, block, request, facts),
    ...outside,
    ...action.env,
  };
  return { env, mounts: [...network.mounts, ...agent.mounts], files: mirrors.files, outside };
}

/** Longer values are in the snapshot only: the kernel takes no variable of 128 KiB. */
const LONGEST_VALUE = 65_536;

function flattened({ workspace, block, action }: Subject): Record<string, string> {
  const wish = block.container.secrets ?? workspace.settings.container.secrets;
  const hidden = wish === 'env' ? [] : workspace.secretPaths;
  const secret = new Set(hidden);
  const under = (prefix: string) => (path: string) => secret.has(`${prefix}${path}`);
  // Labels of actions and the list of actions say nothing a script could use.
  const { actions: _actions, ...data } = blockData(workspace, block);
  const env = {
    ...flatten('WORKSPACE', workspaceData(workspace), under('')),
    ...flatten('BLOCK', data, under(`blocks.${block.name}.`)),
    ...flatten('ACTION', withoutScript(actionData(action)), under(`blocks.${block.name}.actions.${action.name}.`)),
  };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value.length <= LONGEST_VALUE));
}

function withoutScript(data: { readonly [key: string]: Data }): { readonly [key: string]: Data } {
  const { script: _script, ...rest } = data;
  return rest;
}
