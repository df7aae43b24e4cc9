import { isProblem, type ProblemCode } from '../errors.ts';
import { commandLineOf, type ActionRequest } from '../plan/index.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { failureOf } from './head.ts';
import { openHead, type RecordTools } from './open-record.ts';

/** Nothing that exists was asked for: a slip of the pen is no event in the life of a workspace. */
const SLIPS: ReadonlySet<ProblemCode> = new Set([
  'BLOCK_UNKNOWN',
  'ACTION_UNKNOWN',
  'USAGE',
  'ENV_INVALID',
  'MOUNT_INVALID',
]);

/** Records a run that was refused before there was a plan. A record that cannot be written is passed over: the refusal is what matters. */
export async function recordRefusal(
  workspace: ResolvedWorkspace,
  request: ActionRequest,
  error: unknown,
  tools: RecordTools,
): Promise<void> {
  if (isProblem(error) && SLIPS.has(error.code)) return;
  const { transaction, parent, workflow, step, block, action } = request;
  const { settings, directory, name, organization } = workspace;
  try {
    const record = await openHead(
      {
        transaction,
        ...(parent === undefined ? {} : { parent }),
        command: commandLineOf(request),
        workspace: name,
        ...(organization === undefined ? {} : { organization }),
        block,
        action,
        ...(workflow === undefined ? {} : { workflow }),
        ...(step === undefined ? {} : { step }),
      },
      { recorded: settings.logging.enabled, logs: `${directory}/${settings.logsroot}` },
      tools,
    );
    await record.close(failureOf(error));
  } catch (unwritable) {
    if (!isProblem(unwritable)) throw unwritable;
  }
}
