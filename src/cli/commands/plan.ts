import { planRequest } from '../../pipeline.ts';
import type { Plan } from '../../plan/index.ts';
import { createMasker } from '../../run/index.ts';
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
  const data = printable(planned);
  await shell.renderer.result(details(pairsOf(planned, data), data));
  return 0;
}

/** The plan without what must not be seen: secrets are masked, files are listed by size. */
function printable({ secrets, files, ...plan }: Plan): object {
  const shown = {
    ...plan,
    files: files.map(({ path, mode, contents }) => ({
      path,
      mode: mode.toString(8).padStart(4, '0'),
      bytes: Buffer.byteLength(contents),
    })),
    script: files.find(({ path }) => path === 'script.sh')?.contents,
  };
  return createMasker(secrets).maskData(shown) as object;
}

function pairsOf(plan: Plan, data: object): Parameters<typeof details>[0] {
  const { env, script } = data as { env: Record<string, string>; script?: string };
  return [
    ['block', `${plan.block.name} (${plan.block.kind})`],
    ['action', `${plan.action.name} (${plan.action.kind})`],
    ['image', plan.image],
    ['command', plan.command.join(' ')],
    ['script', script?.trimEnd()],
    ['in folder', plan.workingDirectory],
    ['as user', `${String(plan.user.uid)}:${String(plan.user.gid)} (${plan.user.name})`],
    ['network', plan.network],
    ['mounts', mountsOf(plan)],
    ['inventory', env['ANSIBLE_INVENTORY']],
    ['kubeconfig', env['KUBECONFIG']],
    ['ssh agent', env['SSH_AUTH_SOCK']],
    ['environment', `${String(Object.keys(env).length)} variables; -o yaml lists them`],
    ['asks first', plan.prompt],
    ['timeout', plan.timeoutMs === undefined ? undefined : `${String(plan.timeoutMs / 1000)} s`],
  ];
}

function mountsOf({ mounts, engineSocket }: Plan): string[] {
  const lines = mounts.map(({ source, target, readOnly }) => `${source} → ${target}${readOnly ? ' (read-only)' : ''}`);
  return [...lines, ...(engineSocket ? ["the engine's socket → /var/run/docker.sock"] : [])];
}
