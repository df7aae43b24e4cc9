import { performAction } from '../../pipeline.ts';
import { addByHand, type ByHand } from '../../plan/index.ts';
import { lockWorkspace } from '../lock.ts';
import type { GlobalOptions, RunOptions } from '../options.ts';
import { getReady, requestFor } from '../request.ts';
import { told, type Shell } from '../world.ts';

/** `polycrate shell [BLOCK]` and `polycrate exec [BLOCK] -- COMMAND ARGS…`: answers the status of the shell or the command. */
export async function performByHand(
  shell: Shell,
  subject: { readonly command: ByHand; readonly block: string | undefined; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions & { readonly lock: boolean },
): Promise<number> {
  const { world, system } = shell;
  const purpose = getReady(shell);
  const { command, args } = subject;
  const request = { ...requestFor(shell, options), args, byHand: command, ...purpose };
  // Keys typed for a pager behind a pipe are not this command's to take.
  const interactive = world.terminal !== undefined || system.stdin.isTTY !== true;
  const { workspace, block, action } = addByHand(await shell.workspace(), {
    ...subject,
    interactive,
    colour: request.colour,
  });
  await using _lock =
    options.lock || options.wait !== undefined
      ? await lockWorkspace(
          workspace,
          { transaction: request.transaction, command: `polycrate ${command}`, wait: options.wait },
          world,
        )
      : undefined;
  const outcome = await performAction(workspace, { ...request, block, action }, world);
  await shell.renderer.result(told(outcome));
  return outcome.exitCode;
}
