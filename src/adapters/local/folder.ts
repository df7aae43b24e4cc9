import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../errors.ts';
import type { Job } from '../../run/index.ts';

const PREFIX = 'polycrate-';
/** Holds the process id of the watcher that will remove the folder. */
const WATCHER_FILE = '.job/watcher';

/** Where the files of a job go: as its plan says, else below /tmp. */
export function folderFor(job: Job): string {
  return job.local?.folder ?? `/tmp/${PREFIX}${job.name}`;
}

/** Lays out a job's files in a new folder that nobody but their owner can look into. Rejects with ENGINE_FAILED. */
export async function layOut(
  folder: string,
  job: Job,
  { watcher, owner }: { readonly watcher: number | undefined; readonly owner: Job['user'] | undefined },
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
    await lay(WATCHER_FILE, String(watcher ?? 0), 0o600);
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

/** Removes what a watcher could not, because it was killed too. Nobody waits for it, and its failure hurts nobody. */
export async function sweepFolders(base: string, isAlive: (pid: number) => boolean): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const folder = path.join(base, name);
    const pid = Number(await readFile(path.join(folder, WATCHER_FILE), 'utf8').catch(() => 'none'));
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
