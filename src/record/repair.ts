import { stringify } from 'yaml';
import { isProblem, Problem } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Host } from '../plan/index.ts';
import type { Clock } from '../run/index.ts';
import { recordFolders, settle } from './history.ts';
import type { HeldLock, LockHolder, ProcessMark, RecordStore } from './ports.ts';
import { parseRecord } from './summary.ts';

export interface RepairTools {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly emit: Emit;
}

/**
 * Writes into records of runs that were killed what has become of them, and tells each one once (RECORD_INTERRUPTED): of several
 * commands that find the same one only the first does. What cannot be written now is left to a later command.
 */
export async function repairRecords(
  logs: string,
  paths: readonly string[],
  tools: RepairTools,
  judge: Pick<RecordStore, 'mayBeAlive'> = tools.records,
): Promise<void> {
  if (paths.length === 0) return;
  const { records, emit } = tools;
  try {
    await using _lock = await lockRepair(logs, tools);
    for (const path of paths) {
      // Its process may have written the end between the first look and its own: now that it is gone nothing changes any more.
      const record = parseRecord(await records.read(path));
      const settled = record && settle(record, judge);
      if (record === undefined || settled === undefined || settled.state === record.state) continue;
      await records.save(path, stringify(settled, { lineWidth: 0 }));
      await removeDrafts(path, records);
      await emit({ name: 'run.warned', problem: interrupted(settled.command, settled.transaction) });
    }
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}

/**
 * The same for a lock whose holder was killed: its own record, and those of the steps it had begun, are `running` still. The ids tell
 * which can be meant, so that few files are read. Of a holder on another machine or in a container nothing but the lock tells that it is gone.
 */
export async function repairAbandoned(
  logs: string,
  holder: LockHolder & ProcessMark,
  tools: RepairTools,
): Promise<void> {
  try {
    await repairRecords(logs, await findOpen(logs, holder, tools.records), tools, { mayBeAlive: () => false });
  } catch (error) {
    // What cannot be read now is left to a later command: this one is about something else.
    if (!isProblem(error)) throw error;
  }
}

/** What a record and a lock of the same process have in common. */
const PROCESS_KEYS = ['pid', 'host', 'boot', 'pid_namespace', 'process_start'] as const;

async function findOpen(logs: string, holder: LockHolder & ProcessMark, records: RecordStore): Promise<string[]> {
  const paths: string[] = [];
  for (const { folder } of await recordFolders(records, logs)) {
    const names = (await records.names(folder)).filter((name) => name.endsWith('.yml'));
    const later = names.filter((name) => name >= holder.transaction);
    for (const path of later.map((name) => `${folder}/${name}`)) {
      const record = parseRecord(await records.read(path));
      const isTheirs = record?.state === 'running' && PROCESS_KEYS.every((key) => record[key] === holder[key]);
      if (isTheirs) paths.push(path);
    }
    if (later.length < names.length) break;
  }
  return paths;
}

/** Files that were written beside a record and not yet put in its place. */
async function removeDrafts(path: string, records: RecordStore): Promise<void> {
  const end = path.lastIndexOf('/');
  const [folder, file] = [path.slice(0, end), path.slice(end + 1)];
  const drafts = (await records.names(folder)).filter((name) => name.startsWith(`${file}.`));
  for (const draft of drafts) await records.remove(`${folder}/${draft}`);
}

function interrupted(command: string, transaction: string): Problem {
  return new Problem('RECORD_INTERRUPTED', `"${command}" was killed before it ended; its record now says so`, {
    hint: `polycrate logs show ${transaction.slice(-8)}`,
  });
}

function lockRepair(logs: string, { records, clock, host }: RepairTools): Promise<HeldLock> {
  return records.lock(`${logs}/.repair`, {
    pid: host.pid,
    host: host.hostName,
    user: host.userName,
    transaction: 'repair',
    command: 'the repair of records',
    since: clock.now().toISOString(),
  });
}
