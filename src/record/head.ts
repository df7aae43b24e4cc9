import { createHash } from 'node:crypto';
import { isProblem } from '../errors.ts';
import type { Outcome, RunEvents } from '../events.ts';
import type { Host, Plan } from '../plan/index.ts';
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
  | 'place'
  | 'journal'
  | 'pid'
  | 'boot'
  | 'pid_namespace'
  | 'process_start'
  | 'user'
  | 'host'
  | 'cli'
>;

export function headOf(plan: Plan): RecordHead {
  return {
    transaction: plan.transaction,
    ...(plan.parent === undefined ? {} : { parent: plan.parent }),
    command: plan.commandLine,
    workspace: plan.workspace.name,
    ...(plan.workspace.organization === undefined ? {} : { organization: plan.workspace.organization }),
    block: plan.block.name,
    action: plan.action.name,
    ...(plan.workflow === undefined ? {} : { workflow: plan.workflow }),
    ...(plan.step === undefined ? {} : { step: plan.step }),
    ...(Object.keys(plan.recordLabels).length === 0 ? {} : { labels: plan.recordLabels }),
    ...(plan.retry === undefined ? {} : { retry: { attempts: plan.retry.attempts, delay_ms: plan.retry.delayMs } }),
    image: plan.image,
    plan: hashPlan(plan),
  };
}

export function callerOf(host: Host): Pick<RecordFile, 'user' | 'host' | 'cli'> {
  return { user: host.userName, host: host.hostName, cli: host.version };
}

/** What decides the result: equal hashes ran the same. Ids differ every time; the plan's secrets are hidden, because a hash of one could be guessed. */
function hashPlan({ env, files, secrets, ...plan }: Plan): string {
  const { image, locked, command, block, action, workingDirectory, mounts, network, limits, user, engineSocket } = plan;
  const { POLYCRATE_TRANSACTION: _id, ...variables } = env;
  const scripts = files.filter(({ path }) => !path.startsWith('snapshot.'));
  const parts = {
    image,
    ...(locked === undefined ? {} : { locked: locked.reference }),
    command,
    block,
    action,
    workingDirectory,
    mounts,
    network,
    ...(limits === undefined ? {} : { limits }),
    user,
    engineSocket,
    variables,
    scripts,
  };
  return createHash('sha256')
    .update(hide(secrets, steady(JSON.stringify(parts), plan)))
    .digest('hex');
}

/** As they stand in JSON, and in JSON within it. Other spellings do not occur in what was put together here, and looking for them takes a masker's time. */
function hide(secrets: readonly string[], json: string): string {
  const escape = (text: string): string => JSON.stringify(text).slice(1, -1);
  const known = secrets.map((secret) => secret.trim()).filter((secret) => secret.length >= SHORTEST_SECRET);
  const spellings = new Set(known.flatMap((secret) => [escape(escape(secret)), escape(secret)]));
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longestFirst.reduce((text, spelling) => text.replaceAll(spelling, '***'), json);
}

/** What is shorter is masked nowhere. */
const SHORTEST_SECRET = 3;

/** Without a container the files of every run lie in a folder of their own. */
function steady(text: string, { local }: Pick<Plan, 'local'>): string {
  return local === undefined ? text : text.replaceAll(local.folder, '/run/polycrate');
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
    ...(plan.byHand === undefined ? {} : { byHand: plan.byHand }),
  };
}

/** How a run that threw is recorded. */
export function failureOf(error: unknown): Pick<Outcome, 'state' | 'exitCode' | 'cause'> {
  if (isProblem(error)) {
    const state = error.code === 'INTERRUPTED' ? 'cancelled' : 'failed';
    return { state, exitCode: error.exitCode, cause: `${error.code}: ${error.message}` };
  }
  return { state: 'failed', exitCode: 70, cause: 'a bug in polycrate' };
}
