import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Registrar, RunningJob, TerminalSize } from '../../run/index.ts';
import { killContainer, removeContainer } from './connection.ts';
import type { Connection, Container, PendingExit } from './connection.ts';
import { readBareExit } from './exit.ts';
import { describeLoss } from './failures.ts';
import { beat } from './heart.ts';
import { waitBriefly } from './interruptible.ts';
import { readContainerFile } from './read-file.ts';

/** A container whose supervisor is running and has its job. */
export interface Started {
  readonly connection: Connection;
  readonly container: Container;
  readonly job: Job;
  /** The supervisor's streams; what is written goes to it, and closing it ends the job. */
  readonly lease: Duplex;
  readonly pending: PendingExit;
  readonly registrar: Registrar;
}

/** How the outside meets a job, with and without a terminal. */
export interface Face {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly stdin?: Writable;
  /** The action's status, or undefined when its streams ended without telling it. Never rejects. */
  readonly status: Promise<number | undefined>;
  readonly ranOutOfMemory: () => boolean;
  readonly resize: (size: TerminalSize) => Promise<void>;
  /** Closes what it holds open beside the lease. */
  readonly hangUp: () => void;
  /** Has the container wait for another job after one that has succeeded; false where it does not. */
  readonly passOn?: () => boolean;
}

/** Long enough for an engine that is busy. */
export const REMOVE_MS = 10_000;

/** A killed container ends at once; where it does not, the engine does not answer. */
const CUT_AFTER_MS = 10_000;

/** What has come before the end of a container is read within a moment. */
const SILENCE_MS = 5_000;

/** One line to the supervisor: a signal's name, REMIND, EOF or END; dropped when nobody is there any more. */
export function tellSupervisor(lease: Duplex, word: string): void {
  if (lease.writable) lease.write(`${word}\n`);
}

const SILENT = Symbol('silent');

/**
 * Resolves when the container has ended and its streams neither end nor bring anything, although they are read: their connection is
 * broken and nobody has said so. Never resolves otherwise.
 */
async function watchSilence({ lease, pending }: Started): Promise<typeof SILENT> {
  if ((await pending.status) === undefined) return new Promise(() => undefined);
  for (let seen = -1; ;) {
    // A reader that is slow may take as long as it likes.
    const bytes = (lease as Duplex & Pick<Socket, 'bytesRead'>).bytesRead;
    if (bytes === seen && !lease.isPaused()) return SILENT;
    seen = bytes;
    await sleep(SILENCE_MS, undefined, { ref: false });
  }
}

/** The running job of a started container. Everything it holds open is closed once it has ended or is disposed. */
export function watchJob(started: Started, face: Face): RunningJob {
  const { connection, container, job, lease, pending, registrar } = started;
  let ended = false;
  let cutting: NodeJS.Timeout | undefined;
  const cut = (): void => {
    face.hangUp();
    lease.destroy();
  };
  const stopBeating = beat(connection, lease, cut);
  let isPassedOn = false;
  const settle = async (): Promise<number> => {
    try {
      const status = await Promise.race([face.status, watchSilence(started)]);
      if (status === SILENT) throw describeLoss(connection.endpoint);
      isPassedOn = status === 0 && !ended && face.passOn?.() === true;
      return status ?? (await readBareExit(pending, { endpoint: connection.endpoint, image: job.image }));
    } finally {
      ended = true;
      clearTimeout(cutting);
      stopBeating();
      face.hangUp();
      if (!isPassedOn) {
        pending.cancel();
        lease.end('END\n', () => lease.destroy());
      }
    }
  };
  const exit = settle();
  // Whoever awaits it gets the rejection; a caller that only disposes must not crash.
  exit.catch(() => undefined);

  return {
    containerId: container.id,
    stdout: face.stdout,
    stderr: face.stderr,
    ...(face.stdin === undefined ? {} : { stdin: face.stdin }),
    exit,
    onSecret: registrar.onSecret,
    ranOutOfMemory: face.ranOutOfMemory,
    readFile: (path) => readContainerFile(connection, container, path),
    async signal(signal, audience = 'all') {
      if (ended) return;
      if (audience === 'unaware') {
        tellSupervisor(lease, `REMIND ${String(constants.signals[signal])}`);
        return;
      }
      // The supervisor passes signals on faster than the engine does, and from the first moment on; but nothing may stand in the way of a kill.
      if (signal === 'SIGKILL') {
        // An engine that has fallen silent does not kill either; hanging up leaves the action to its supervisor.
        cutting ??= setTimeout(cut, CUT_AFTER_MS).unref();
        await killContainer(connection, container);
      } else tellSupervisor(lease, signal.slice('SIG'.length));
    },
    async resize(size) {
      if (!ended) await face.resize(size);
    },
    async [Symbol.asyncDispose]() {
      // An ended container is taken down by the engine itself (AutoRemove); nobody has to wait for that.
      if (ended) return;
      ended = true;
      stopBeating();
      // What the engine does not remove now ends with its lease.
      await waitBriefly(
        removeContainer(connection, container).catch(() => undefined),
        REMOVE_MS,
      );
      pending.cancel();
      cut();
    },
  };
}
