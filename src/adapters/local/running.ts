import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { Readable, type Writable } from 'node:stream';
import type { RunningJob, StopSignal, TerminalSize } from '../../run/index.ts';
import { endWhenIdle } from './idle-end.ts';
import { readIfThere } from './read-if-there.ts';
import { signalUnaware } from './unaware.ts';
import type { Watcher } from './watcher.ts';

/** How the outside meets a job, with and without a terminal. */
export interface Face {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly stdin?: Writable;
  /** The process group that gets signals. */
  readonly group: () => number | undefined;
  /** Resolves once that is the action's own. */
  readonly placed: Promise<unknown>;
  readonly resize: (size: TerminalSize) => Promise<void>;
}

/** A job whose streams are pipes. */
export function meetPipes(child: ChildProcess): Face {
  // Whoever writes to a process that has ended must not fail over it.
  child.stdin?.on('error', () => undefined);
  return {
    stdout: child.stdout ?? Readable.from([]),
    stderr: child.stderr ?? Readable.from([]),
    ...(child.stdin === null ? {} : { stdin: child.stdin }),
    group: () => child.pid,
    placed: Promise.resolve(),
    resize: () => Promise.resolve(),
  };
}

/** The running job of a process that leads its group. Whatever it leaves behind is ended by `watcher` before `exit` resolves. */
export function watchProcess(child: ChildProcess, face: Face, watcher: Watcher): RunningJob {
  let ended = false;
  const status = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
  const settle = async (): Promise<number> => {
    const code = await status;
    await watcher.end();
    for (const stream of [face.stdout, face.stderr]) endWhenIdle(stream);
    face.stdin?.destroy();
    return code;
  };
  const exit = settle();

  const kill = (signal: StopSignal): void => {
    const group = ended ? undefined : face.group();
    if (group === undefined) return;
    try {
      process.kill(-group, signal);
    } catch {
      // It has ended in this moment.
    }
  };
  return {
    containerId: `local:${String(child.pid)}`,
    stdout: face.stdout,
    stderr: face.stderr,
    ...(face.stdin === undefined ? {} : { stdin: face.stdin }),
    exit,
    async signal(signal, audience) {
      await face.placed;
      const group = ended ? undefined : face.group();
      if (audience !== 'unaware') kill(signal);
      else if (group !== undefined) await signalUnaware(group, signal);
    },
    async resize(size) {
      if (!ended) await face.resize(size);
    },
    readFile: readIfThere,
    async [Symbol.asyncDispose]() {
      if (!ended) {
        kill('SIGKILL');
        face.stdout.resume();
        face.stderr.resume();
      }
      await exit;
    },
  };
}
