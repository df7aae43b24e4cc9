import { performAction } from '../../pipeline.ts';
import { announceAtEnd } from '../announce.ts';
import { lockWorkspace } from '../lock.ts';
import type { GlobalOptions, RunOptions } from '../options.ts';
import { getReady, requestFor } from '../request.ts';
import { told, type Shell } from '../world.ts';

/** `polycrate run BLOCK ACTION [-- ARGS…]`: answers the action's own exit status. */
export async function run(
  shell: Shell,
  subject: { readonly block: string; readonly action: string; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions,
): Promise<number> {
  const { world } = shell;
  const purpose = getReady(shell);
  const workspace = await shell.workspace();
  const request = { ...requestFor(shell, options), ...subject, ...purpose };
  const command = `polycrate run ${subject.block} ${subject.action}`;
  await using _announcement = announceAtEnd(shell, workspace, request.transaction);
  const askedMs = world.clock.elapsedMs();
  await using _lock = await lockWorkspace(
    workspace,
    { transaction: request.transaction, command, wait: options.wait },
    world,
  );
  const waitedMs = world.clock.elapsedMs() - askedMs;
  const outcome = await performAction(workspace, { ...request, waitedMs }, world);
  await shell.renderer.result(told(outcome));
  return outcome.exitCode;
}
