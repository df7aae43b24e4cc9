import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Job, MASKING, type RunningJob } from '../../run/index.ts';
import { describeInterruption, describeSpawnFailure } from './failures.ts';
import { describeWatcher, folderFor, layOut, type Processes, sweepFolders } from './folder.ts';
import { nameCaller } from './passwd.ts';
import { openRegistration, type Registration } from './registration.ts';
import { checkJob, findProgram, isEnterable } from './requirements.ts';
import { meetPipes, watchProcess, type Face } from './running.ts';
import { launchOnTerminal } from './terminal.ts';
import { MARK_VARIABLE, openWatcher, type Watcher } from './watcher.ts';

export interface StartConditions {
  readonly permission?: Promise<unknown> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly caller: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly uid: number;
    readonly gid: number;
  };
  readonly processes: Processes;
}

const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** As PID 1 of a container says it. */
const NO_DIRECTORY = { status: 66, words: 'polycrate: cannot enter the working directory %s\\n' } as const;
const SWEEP_DELAY_MS = 1_000;

/** Starts a job as a process group of this machine; see ContainerEngine.start. Nothing is left behind when it rejects. */
export async function startLocally(
  job: Job,
  { permission = Promise.resolve(), signal, caller, processes }: StartConditions,
): Promise<RunningJob> {
  const doing = `starting the action ${job.name}`;
  permission.catch(() => undefined);
  if (signal?.aborted === true) throw describeInterruption(doing);
  const folder = folderFor(job);
  const isStranger = job.user.uid !== caller.uid;
  const env = {
    PATH: `${caller.env.PATH ?? USUAL_PATH}:${path.join(folder, path.dirname(MASKING.helper))}`,
    HOME: path.join(folder, 'home'),
    ...job.env,
    ...(isStranger ? { HOME: path.join(folder, 'home') } : {}),
    [MARK_VARIABLE]: job.name,
  };
  await checkJob(job, caller);
  await findProgram('bash', { path: env.PATH, directory: '/' });
  let registration: Registration | undefined;
  const watcher = openWatcher(folder, job.name, env.PATH);
  try {
    const owner = isStranger ? job.user : undefined;
    const [enterable] = await Promise.all([
      isEnterable(job.workingDirectory),
      layOut(folder, job, { watcher: describeWatcher(watcher.pid, processes), owner }),
      nameCaller(caller, job),
    ]);
    const [program = ''] = job.command;
    if (enterable) await findProgram(program, { path: env.PATH, directory: job.workingDirectory });
    registration = await openRegistration(folder, { searchPath: env.PATH, owner });
    await permitted(permission, signal, doing);
    const options: SpawnOptions = {
      cwd: enterable ? job.workingDirectory : '/',
      env,
      detached: true,
      ...(isStranger ? { uid: job.user.uid, gid: job.user.gid } : {}),
    };
    const [child, face] = enterable
      ? await launch(job, { folder, watcher, options })
      : refuseDirectory(job.workingDirectory, options);
    await started(child, program);
    watcher.watch(child.pid ?? 0);
    const running = { ...watchProcess(child, face, watcher), onSecret: registration.onSecret };
    running.exit.finally(registration.close).catch(() => undefined);
    sweepMeanwhile(running.exit, () => sweepFolders(path.dirname(folder), caller.uid, processes));
    return running;
  } catch (error) {
    registration?.close();
    await watcher.end();
    throw error;
  }
}

interface Launch {
  readonly folder: string;
  readonly watcher: Watcher;
  readonly options: SpawnOptions;
}

async function launch(job: Job, { folder, watcher, options }: Launch): Promise<[ChildProcess, Face]> {
  if (job.terminal !== undefined) {
    return launchOnTerminal(job, {
      folder,
      options,
      size: job.terminal,
      onGroup: (group) => {
        watcher.watch(group);
      },
    });
  }
  const [program = '', ...args] = job.command;
  const child = spawn(program, args, { ...options, stdio: [job.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
  return [child, meetPipes(child)];
}

function refuseDirectory(directory: string, options: SpawnOptions): [ChildProcess, Face] {
  const program = `printf '${NO_DIRECTORY.words}' "$1" >&2; exit ${String(NO_DIRECTORY.status)}`;
  const child = spawn('bash', ['-c', program, 'polycrate', directory], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return [child, meetPipes(child)];
}

async function started(child: ChildProcess, program: string): Promise<void> {
  await once(child, 'spawn').catch((error: unknown) => {
    throw describeSpawnFailure(program, error);
  });
}

/** Resolves when `permission` does; rejects with its reason, or with INTERRUPTED as soon as `signal` aborts. */
async function permitted(permission: Promise<unknown>, signal: AbortSignal | undefined, doing: string): Promise<void> {
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => {
      reject(describeInterruption(doing));
    };
  });
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    await Promise.race([permission, interrupted]);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
  if (signal?.aborted === true) throw describeInterruption(doing);
}

function sweepMeanwhile(exit: Promise<unknown>, sweep: () => Promise<void>): void {
  const timer = setTimeout(() => void sweep(), SWEEP_DELAY_MS).unref();
  const stop = (): void => {
    clearTimeout(timer);
  };
  exit.then(stop, stop);
}
