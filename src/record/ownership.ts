import { Problem } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Host, Plan } from '../plan/index.ts';
import type { ContainerEngine } from '../run/index.ts';
import type { ForeignFile, RecordStore } from './ports.ts';
import type { RecordFile } from './record.ts';

interface OwnershipTools {
  readonly records: RecordStore;
  readonly host: Host;
  readonly emit: Emit;
  readonly engine: () => Promise<Pick<ContainerEngine, 'endpoint'>>;
}

/** More than so many are named by one command for all of them. */
const MOST_NAMED = 5;

/**
 * Warns (FILES_FOREIGN) of files in the workspace that an action has left to somebody else than the caller, and answers them for the
 * record. Nothing is looked at where an action cannot do that: where it ran as the caller, who may not give files away.
 */
export async function checkOwnership(
  plan: Plan,
  since: Date,
  { records, host, emit, engine }: OwnershipTools,
): Promise<Pick<RecordFile, 'foreign'>> {
  if (!mayGiveAway(plan, host, await engine())) return {};
  const { directory } = plan.workspace;
  const found = await records.findForeign(directory, { uid: host.uid, since });
  if (found.length === 0) return {};
  await emit({ name: 'run.warned', problem: describeForeign(found, directory, host) });
  return { foreign: found.map(({ path }) => path) };
}

/** Only root may, and whoever can speak to the engine is root. Root of a rootless engine can make itself another user in there. */
function mayGiveAway(
  { user, engineSocket, local }: Plan,
  host: Host,
  { endpoint }: Pick<ContainerEngine, 'endpoint'>,
): boolean {
  if (host.uid === 0 || host.platform !== 'linux' || local !== undefined) return false;
  return user.uid !== host.uid || engineSocket || isInHome(endpoint);
}

/** Where rootless engines listen: below a folder of the user's own. */
function isInHome(endpoint: string): boolean {
  return /^unix:\/\/\/(?:run\/user|home|tmp)\//.test(endpoint);
}

function describeForeign(found: readonly ForeignFile[], directory: string, { uid, gid }: Host): Problem {
  const named = found.slice(0, MOST_NAMED);
  const more = found.length > named.length ? ` and ${String(found.length - named.length)} more` : '';
  const owners = [...new Set(found.map((file) => (file.uid === 0 ? 'root' : `user ${String(file.uid)}`)))].join(', ');
  const us = `${String(uid)}:${String(gid)}`;
  const command =
    more === ''
      ? `sudo chown -hR ${us} ${named.map(({ path }) => quote(`${directory}/${path}`)).join(' ')}`
      : `sudo find ${quote(directory)} -xdev ! -uid ${String(uid)} -exec chown -h ${us} {} +`;
  return new Problem(
    'FILES_FOREIGN',
    `the action has left files in the workspace that belong to ${owners}: ${named.map(({ path }) => path).join(', ')}${more}`,
    { hint: command },
  );
}

/** As one word of a shell. */
function quote(text: string): string {
  return /^[\w./@%+,:=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
