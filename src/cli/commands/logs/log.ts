import { openHead } from '../../../record/index.ts';
import { shortenId, text, type Shell } from '../../world.ts';

/** `polycrate log MESSAGE`: a record that says just this. */
export async function logMessage(shell: Shell, words: string): Promise<number> {
  const { world } = shell;
  const workspace = await shell.workspace();
  const { directory, settings, name, organization } = workspace;
  const transaction = world.newId();
  const head = {
    transaction,
    command: 'polycrate log',
    workspace: name,
    ...(organization === undefined ? {} : { organization }),
    message: world.masker.maskText(words),
  };
  const record = await openHead(head, { recorded: true, logs: `${directory}/${settings.logsroot}` }, world);
  await record.close({ state: 'succeeded', exitCode: 0 });
  const data = { transaction, message: head.message };
  await shell.renderer.result(text(`recorded: polycrate logs show ${shortenId(transaction)}`, data));
  return 0;
}
