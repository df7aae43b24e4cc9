import { createHash } from 'node:crypto';
import { isProblem } from '../errors.ts';
import type { Outcome, RunEvents } from '../events.ts';
import type { Host, Plan } from '../plan/index.ts';
import { createMasker } from '../run/index.ts';
import type { RecordFile } from './record.ts';

/** What a record says from the beginning. */
export type RecordHead = Omit<
  RecordFile,
  | 'schema'
  | 'started'
  | 'state'
  | 'finished'
  | 'duration_ms'
  | 'exit_code'
  | 'journal'
  | 'pid'
  | 'user'
  | 'host'
  | 'cli'
>;

export function headOf(plan: Plan): RecordHead {
  return {
    transaction: plan.transaction,
    ...(plan.parent === undefined ? {} : { parent: plan.parent }),
    // An argument after -- may be one of them.
    command: createMasker(plan.secrets).maskText(plan.commandLine),
    workspace: plan.workspace.name,
    ...(plan.workspace.organization === undefined ? {} : { organization: plan.workspace.organization }),
    block: plan.block.name,
    action: plan.action.name,
    ...(plan.workflow === undefined ? {} : { workflow: plan.workflow }),
    ...(plan.step === undefined ? {} : { step: plan.step }),
    image: plan.image,
    plan: hashPlan(plan),
  };
}

export function callerOf(host: Host): Pick<RecordFile, 'user' | 'host' | 'cli'> {
  return { user: host.userName, host: host.hostName, cli: host.version };
}

/** Only what decides the result counts: ids change with every run, and secrets must not be guessable from a hash. */
function hashPlan({ image, command, block, action, workingDirectory, mounts, network, user }: Plan): string {
  const parts = { image, command, block, action, workingDirectory, mounts, network, user };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The event that tells of a plan about to run. */
export function plannedEvent(
  plan: Plan,
  record: { readonly path?: string },
): { name: 'run.planned' } & RunEvents['run.planned'] {
  return {
    name: 'run.planned',
    transaction: plan.transaction,
    workspace: plan.workspace.name,
    block: plan.block.name,
    action: plan.action.name,
    image: plan.image,
    ...(plan.workflow === undefined ? {} : { workflow: plan.workflow }),
    ...(plan.step === undefined ? {} : { step: plan.step }),
    ...(record.path === undefined ? {} : { record: record.path }),
  };
}

/** How a run that threw is recorded. */
export function failureOf(error: unknown): Pick<Outcome, 'state' | 'exitCode' | 'cause'> {
  if (isProblem(error)) return { state: 'failed', exitCode: error.exitCode, cause: `${error.code}: ${error.message}` };
  return { state: 'failed', exitCode: 70, cause: 'a bug in polycrate' };
}
