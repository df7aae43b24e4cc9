import { chmod, chown, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { Problem } from '../../errors.ts';
import type { RecordStore } from '../../record/index.ts';
import type { Job } from '../../run/index.ts';

const PREFIX = 'polycrate-';
/** Tells which process the watcher is that will remove the folder. */
const WATCHER_FILE = '.job/watcher';

/** How processes are told apart, by whoever knows this machine. */
export type Processes = Pick<RecordStore, 'markOf' | 'mayBeAlive'>;
type KnownProcess = Parameters<Processes['mayBeAlive']>[0];

/** Where the files of a job go: as its plan says, else below /tmp. */
export function folderFor(job: Job): string {
  return job.local?.folder ?? `/tmp/${PREFIX}${job.name}`;
}

/** Lays out a job's files in a new folder that nobody but their owner can look into. Rejects with ENGINE_FAILED. */
export async function layOut(
  folder: string,
  job: Job,
  { watcher, owner }: { readonly watcher: string; readonly owner: Job['user'] | undefined },
): Promise<void> {
  const made: string[] = [folder];
  const makeFolder = async (each: string): Promise<void> => {
    const first = await mkdir(each, { recursive: true, mode: 0o700 });
    for (let at = each; first !== undefined && at.length >= first.length; at = path.dirname(at)) made.push(at);
  };
  const lay = async (name: string, contents: string, mode: number): Promise<void> => {
    const file = path.join(folder, name);
    await makeFolder(path.dirname(file));
    // `wx`: never through a link. The mode is not left to the umask.
    await writeFile(file, contents, { flag: 'wx', mode: mode & 0o700 });
    await chmod(file, mode);
    made.push(file);
  };
  try {
    await mkdir(folder, { mode: 0o700 });
    await makeFolder(path.join(folder, 'home'));
    await lay(WATCHER_FILE, watcher, 0o600);
    for (const file of job.files) await lay(file.path, file.contents, file.mode);
    if (owner !== undefined) for (const each of new Set(made)) await chown(each, owner.uid, owner.gid);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem('ENGINE_FAILED', `the files of the action cannot be laid out below ${folder}: ${reason}`, {
      hint: `df -h ${path.dirname(folder)}; or name another place: export TMPDIR=$HOME/tmp`,
      cause,
    });
  }
}

/** What the folder of a job says of its watcher. */
export function describeWatcher(pid: number | undefined, { markOf }: Processes): string {
  if (pid === undefined) return '';
  const known: KnownProcess = { pid, host: hostname(), started: new Date().toISOString(), ...markOf(pid) };
  return JSON.stringify(known);
}

/**
 * Removes what a watcher could not, because it was killed too: folders of user `uid` alone, and only where the watcher is certainly gone.
 * Everybody may write into /tmp, and containers share it whose processes cannot be seen. Nobody waits for it, and its failure hurts nobody.
 */
export async function sweepFolders(base: string, uid: number, processes: Processes): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const folder = path.join(base, name);
    const watcher = await readWatcher(folder, uid);
    if (watcher === undefined || !isFromHere(watcher, processes) || processes.mayBeAlive(watcher)) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function readWatcher(folder: string, uid: number): Promise<KnownProcess | undefined> {
  const file = path.join(folder, WATCHER_FILE);
  try {
    const [top, own] = await Promise.all([lstat(folder), lstat(file)]);
    if (!top.isDirectory() || top.uid !== uid || !own.isFile() || own.uid !== uid) return undefined;
    const known = JSON.parse(await readFile(file, 'utf8')) as Partial<KnownProcess> | null;
    return Number.isInteger(known?.pid) && Number(known?.pid) > 0 ? (known as KnownProcess) : undefined;
  } catch {
    return undefined;
  }
}

function isFromHere(watcher: KnownProcess, { markOf }: Processes): boolean {
  return watcher.pid_namespace === markOf(process.pid).pid_namespace;
}
