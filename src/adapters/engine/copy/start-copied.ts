import { realpathSync } from 'node:fs';
import type { Emit } from '../../../events.ts';
import { isProblem, Problem } from '../../../errors.ts';
import type { Job, RunningJob } from '../../../run/index.ts';
import type { Connection } from '../connection.ts';
import { describeFailure, describeInterruption } from '../failures.ts';
import { createOwners } from './owners.ts';
import { openFarSide, type FarSide } from './far.ts';
import { sortMounts, withoutAbsent } from './mounts.ts';
import { readRules } from './rules.ts';
import { syncAfter, syncBefore, type Copy, type SyncTools } from './sync.ts';
import { describeAbsent } from './warnings.ts';
import { uploadFiles, type Fill } from './upload.ts';
import { createVolumes, pruneMeanwhile, volumesOf } from './volume.ts';

export interface CopyOptions {
  readonly connection: Connection;
  /** Folder for what is remembered of copies. */
  readonly memory: string;
  readonly emit: Emit;
  readonly signal?: AbortSignal | undefined;
  readonly permission?: Promise<unknown> | undefined;
  /** Starts a job whose mounts the engine sees; `fill` is done with its container before, and it begins when `permission` resolves. */
  readonly start: (job: Job, permission: Promise<unknown>, fill: Fill) => Promise<RunningJob>;
}

/**
 * Starts a job on an engine that does not see our files: its folders are copied to volumes there before it begins, only what changed, and
 * what it has changed is back before its exit is told. Rejects as ContainerEngine.start does, and with FILE_UNREADABLE for a file of ours.
 */
export async function startCopied(job: Job, options: CopyOptions): Promise<RunningJob> {
  const { connection, signal, emit, permission } = options;
  const { folders, files, others } = sortMounts(job.mounts, connection.endpoint);
  for (const { source } of others) void emit({ name: 'run.warned', problem: describeAbsent(source) });
  const fill = uploadFiles(files, job, connection);
  const reaching = withoutAbsent(job, others);
  if (folders.length === 0) return options.start({ ...reaching, mounts: [] }, permission ?? Promise.resolve(), fill);
  const uid = process.getuid?.() ?? 0;
  const copies = await Promise.all(
    folders.map(async ({ source, readOnly }, number): Promise<Copy> => {
      const root = realpathSync(source);
      const rules = await readRules(root, job.withheld ?? []);
      return { number, root, rules, volumes: volumesOf(root, uid), comesBack: !readOnly };
    }),
  );
  // Before anybody mounts them: a volume that comes into being by a mount has no labels.
  await Promise.all(copies.map(({ volumes }) => createVolumes(connection, volumes)));
  const opening = openFarSide(connection, {
    image: job.image,
    volumes: copies.map(({ volumes }) => volumes),
    labels: job.labels,
  });
  const close = (): Promise<void> => opening.then((far) => far.close()).catch(() => undefined);
  const abort = (): void => void close();
  signal?.addEventListener('abort', abort, { once: true });
  const preparing = prepare(opening, copies, options).catch((error: unknown) => {
    throw signal?.aborted === true
      ? describeInterruption('copying the workspace')
      : explain(error, connection.endpoint);
  });
  const gate = preparing.then(() => permission);
  gate.catch(() => undefined);
  try {
    const mounts = folders.map((mount, number) => ({ ...mount, source: copies[number]?.volumes.files ?? '' }));
    const running = await options.start({ ...reaching, mounts }, gate, fill);
    const tools = await preparing;
    pruneMeanwhile(connection, uid, running.exit);
    return bringHome(running, { copies, tools, endpoint: connection.endpoint });
  } catch (error) {
    await close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function prepare(
  opening: Promise<FarSide>,
  copies: readonly Copy[],
  { connection, memory, emit }: CopyOptions,
): Promise<SyncTools> {
  const [far, { rootless }] = await Promise.all([opening, connection.hostFacts()]);
  const tools = { far, memory, emit, ...createOwners(rootless) };
  await far.lock();
  for (const copy of copies) await syncBefore(copy, tools);
  await far.unlock();
  return tools;
}

/** The same job, which has not ended before everything is back. */
function bringHome(
  running: RunningJob,
  {
    copies,
    tools,
    endpoint,
  }: { readonly copies: readonly Copy[]; readonly tools: SyncTools; readonly endpoint: string },
): RunningJob {
  const { far } = tools;
  const finish = async (): Promise<number> => {
    try {
      const status = await running.exit;
      try {
        await far.lock();
        for (const copy of copies) await syncAfter(copy, tools);
      } catch (error) {
        throw describeUnreturned(status, explain(error, endpoint));
      }
      return status;
    } finally {
      await far.close();
    }
  };
  const exit = finish();
  exit.catch(() => undefined);
  return {
    ...running,
    exit,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await far.close();
    },
  };
}

/** Whatever the engine fails at now, the action has run. */
function describeUnreturned(status: number, problem: Problem): Problem {
  if (!['ENGINE_UNREACHABLE', 'ENGINE_FAILED', 'ENGINE_LOST'].includes(problem.code)) return problem;
  return new Problem(
    'ENGINE_LOST',
    `The action has ended with exit status ${String(status)}, but not all that it changed is back in the workspace: ${problem.message}`,
    { hint: 'polycrate doctor   (what is missing waits on the engine and comes with the next run)', cause: problem },
  );
}

/** A file of ours that cannot be read or written is not the engine's fault. */
function explain(error: unknown, endpoint: string): Problem {
  const { path: file, code } = error as NodeJS.ErrnoException;
  if (isProblem(error) || file === undefined)
    return describeFailure(error, { doing: 'copying the workspace', endpoint });
  return new Problem('FILE_UNREADABLE', `${file} cannot be copied (${code ?? 'unknown error'})`, {
    hint: `ls -ld '${file}'   (or leave it out: name it in .polycrateignore)`,
    cause: error,
  });
}
