import type Docker from 'dockerode';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Connection } from '../connection.ts';
import { describeFailure } from '../failures.ts';
import { withinPatience } from '../patience.ts';

/** Labels of volumes that hold copies: whose they are, and of what. */
const MACHINE_LABEL = 'dev.polycrate.copy.machine';
const SOURCE_LABEL = 'dev.polycrate.copy.source';

const PRUNE_DELAY_MS = 2_000;

/** The two volumes of one copied folder. */
export interface CopyVolumes {
  /** Its files. */
  readonly files: string;
  /** What the copying notes about them. */
  readonly notes: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The volumes of a folder of this user on this machine: nobody else's run comes to the same names. */
export function volumesOf(source: string, uid: number): CopyVolumes {
  const machine = digest(machineId(), String(uid));
  const name = path
    .basename(source)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24);
  const files = `polycrate-${name}-${digest(machine, source)}`;
  return { files, notes: `${files}-notes`, labels: { [MACHINE_LABEL]: machine, [SOURCE_LABEL]: source } };
}

/** Makes them, which is nothing to do where they are. Rejects with a Problem. */
export async function createVolumes(connection: Connection, { files, notes, labels }: CopyVolumes): Promise<void> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: 'making a volume for the workspace', endpoint };
  const docker = await connection.docker();
  const creating = [files, notes].map((Name) => docker.createVolume({ Name, Labels: { ...labels } }));
  await withinPatience(Promise.all(creating), { undertaking, answerMs }).catch((error: unknown) => {
    throw describeFailure(error, undertaking);
  });
}

/** Prunes beside a job that takes its time. */
export function pruneMeanwhile(connection: Connection, uid: number, exit: Promise<unknown>): void {
  const timer = setTimeout(() => void pruneVolumes(connection, uid), PRUNE_DELAY_MS).unref();
  const stop = (): void => {
    clearTimeout(timer);
  };
  exit.then(stop, stop);
}

/** Removes copies of this user's folders that are gone from this machine. Never rejects; a volume in use is refused by the engine. */
export async function pruneVolumes(connection: Connection, uid: number): Promise<void> {
  const filters = { label: [`${MACHINE_LABEL}=${digest(machineId(), String(uid))}`] };
  const docker = await connection.docker();
  const found = await docker.listVolumes({ filters }).catch(() => undefined);
  // Null where there are none, whatever the types say.
  for (const { Name, Labels } of (found?.Volumes as Docker.VolumeInspectInfo[] | null | undefined) ?? []) {
    const source = (Labels as Record<string, string> | null)?.[SOURCE_LABEL];
    if (source === undefined || !isGone(source)) continue;
    await docker
      .getVolume(Name)
      .remove()
      .catch(() => undefined);
  }
}

/** True for a folder that was removed. False when it is only out of reach: below a disk that is not mounted, whose mount point is empty, or not ours to look into. */
export function isGone(source: string): boolean {
  try {
    return statSync(source, { throwIfNoEntry: false }) === undefined && readdirSync(path.dirname(source)).length > 0;
  } catch {
    return false;
  }
}

/** What tells this machine from others: `file` as machine-id(5) describes it, or the host's name where it says nothing yet. */
export function machineId(file = '/etc/machine-id'): string {
  try {
    const id = readFileSync(file, 'utf8').trim();
    return id === '' || id === 'uninitialized' ? hostname() : id;
  } catch {
    return hostname();
  }
}

function digest(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
}
