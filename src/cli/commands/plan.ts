import { planRequest } from '../../pipeline.ts';
import type { Plan } from '../../plan/index.ts';
import { createMasker, formatBytes } from '../../run/index.ts';
import type { GlobalOptions, RunOptions } from '../options.ts';
import { requestFor } from '../request.ts';
import { details, type Shell } from '../world.ts';

/** `polycrate plan BLOCK ACTION [-- ARGS…]`: what would run, with nothing started and nothing written. */
export async function plan(
  shell: Shell,
  subject: { readonly block: string; readonly action: string; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions,
): Promise<number> {
  const workspace = await shell.workspace();
  const planned = await planRequest(workspace, { ...requestFor(shell, options), ...subject }, shell.world);
  for (const problem of [...planned.unmasked, ...(planned.ignored ?? [])])
    await shell.world.emit({ name: 'run.warned', problem });
  const data = printable(planned);
  await shell.renderer.result(details(pairsOf(data), data));
  return 0;
}

/** A plan as it may be shown. */
export type Shown = Omit<Plan, 'secrets' | 'unmasked' | 'ignored' | 'files'> & {
  readonly files: readonly { readonly path: string; readonly mode: string; readonly bytes: number }[];
  readonly script: string | undefined;
};

/** The plan without what must not be seen: secrets are masked, files are listed by size. */
function printable({ secrets, unmasked: _unmasked, ignored: _ignored, files, ...plan }: Plan): Shown {
  const shown: Shown = {
    ...plan,
    files: files.map(({ path, mode, contents }) => ({
      path,
      mode: mode.toString(8).padStart(4, '0'),
      bytes: Buffer.byteLength(contents),
    })),
    script: files.find(({ path }) => path === 'script.sh')?.contents,
  };
  return createMasker(secrets).maskData(shown) as Shown;
}

function pairsOf(plan: Shown): Parameters<typeof details>[0] {
  const { env, block, action, user } = plan;
  return [
    ['block', `${block.name} (${block.kind})`],
    ['action', `${action.name} (${action.kind})`],
    ['image', plan.image],
    ['built from', plan.recipe && `${plan.recipe.file} on ${plan.recipe.base}`],
    ['command', plan.command.join(' ')],
    ['script', plan.script?.trimEnd()],
    ['in folder', plan.workingDirectory],
    ['as user', `${String(user.uid)}:${String(user.gid)} (${user.name})`],
    ['network', plan.network],
    ['limits', limitsOf(plan)],
    ['mounts', mountsOf(plan)],
    ['inventory', env['ANSIBLE_INVENTORY']],
    ['kubeconfig', env['KUBECONFIG']],
    ['ssh agent', env['SSH_AUTH_SOCK']],
    ['environment', `${String(Object.keys(env).length)} variables; -o yaml lists them`],
    ['asks first', plan.prompt],
    ['timeout', plan.timeoutMs === undefined ? undefined : `${String(plan.timeoutMs / 1000)} s`],
    ['idle timeout', plan.idleTimeoutMs === undefined ? undefined : `${String(plan.idleTimeoutMs / 1000)} s`],
    ['retry', retryOf(plan)],
  ];
}

function mountsOf({ mounts, engineSocket }: Shown): string[] {
  const lines = mounts.map(({ source, target, readOnly }) => `${source} → ${target}${readOnly ? ' (read-only)' : ''}`);
  return [...lines, ...(engineSocket ? ["the engine's socket → /var/run/docker.sock"] : [])];
}

function retryOf({ retry }: Shown): string | undefined {
  if (retry === undefined) return undefined;
  const delay = retry.delayMs === 0 ? '' : `, ${String(retry.delayMs / 1000)} s between them`;
  const on = retry.on === undefined ? '' : `, after exit ${retry.on.join(', ')}`;
  return `${String(retry.attempts)} attempts${delay}${on}`;
}

function limitsOf({ limits }: Shown): string[] {
  if (limits === undefined) return [];
  const { cpus, memoryBytes, pids, tmpfs, capabilities, readOnly } = limits;
  return [
    ...(cpus === undefined ? [] : [`${String(cpus)} CPUs`]),
    ...(memoryBytes === undefined ? [] : [`${formatBytes(memoryBytes)} of memory`]),
    ...(pids === undefined ? [] : [`${String(pids)} processes and threads`]),
    ...(readOnly ? ['read-only, but for mounts, /tmp and the home'] : []),
    ...tmpfs.map((path) => `in memory: ${path}`),
    ...(capabilities.length === 0 ? [] : [`capabilities ${capabilities.join(', ')}`]),
  ];
}
