import type Docker from 'dockerode';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalSize } from '../../run/index.ts';
import { type Connection, type Container, inDockerode } from './connection.ts';
import { within } from './exit.ts';
import { describeLoss, statusOf } from './failures.ts';
import type { SplitOutput } from './output.ts';
import type { Face, Started } from './running.ts';
import { OOM_PROBE, SUPERVISOR_STATUS, TERMINAL_LAUNCHER } from './supervisor.ts';

const INSPECT_PAUSE_MS = 10;
const STATUS_MS = 3_000;
/** 128 + SIGKILL. */
const KILLED = 137;
/** 128 + SIGTERM: also what an action says whose supervisor has lost its lease, and ends a moment later itself. */
const TERMINATED = 143;
const LOST_MS = 500;
/** One question that is not answered is asked again; an engine that is gone answers none. */
const MOST_SILENCES = 5;

/** Runs the job in a terminal inside a container whose supervisor holds the lease. Rejects with what dockerode says. */
export async function openTerminal(
  { connection, container, job, lease, pending }: Started,
  output: SplitOutput,
  size: TerminalSize,
): Promise<Face> {
  output.stdout.resume();
  output.stderr.resume();
  const exec = await (
    await inDockerode(connection, container)
  ).exec({
    Cmd: ['bash', '-c', TERMINAL_LAUNCHER, 'polycrate', String(size.rows), String(size.columns)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  const screen = await exec.start({ hijack: true, stdin: true, Tty: true });
  // No other answer becomes a connection.
  if (!(screen instanceof Socket)) throw describeLoss(container.id);
  // How it ended is asked of the engine; a broken connection has no more to tell.
  screen.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    screen.once('close', resolve);
  });
  let outOfMemory = false;
  return {
    stdout: showScreen(screen),
    stderr: Readable.from([]),
    ...(job.stdin ? { stdin: createKeyboard(screen) } : {}),
    hangUp: () => {
      screen.destroy();
    },
    status: closed.then(async () => {
      const status = await readExecStatus(exec);
      // Without its lease the supervisor ends the action; that is no status of its own.
      if (lease.closed || lease.readableEnded) return undefined;
      const isLost = status === TERMINATED && (await within(pending.status, LOST_MS)) === SUPERVISOR_STATUS.leaseLost;
      if (isLost) return undefined;
      outOfMemory = maybeOom(status, job) && (await askForOom(connection, container));
      return status;
    }),
    ranOutOfMemory: () => outOfMemory,
    async resize({ rows, columns }) {
      // A size that comes too early or too late is nobody's error.
      await exec.resize({ h: rows, w: columns }).catch(() => undefined);
    },
  };
}

// Not the connection itself: that would fail its reader when the engine goes away, and the exit tells that already.
function showScreen(screen: Duplex): Readable {
  const shown = new PassThrough();
  screen.pipe(shown, { end: false });
  screen.once('close', () => shown.end());
  return shown;
}

// The end of the caller's stdin is not passed on: a terminal has no end, and hanging up would cost the rest of the output.
function createKeyboard(screen: Duplex): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (screen.writable)
        screen.write(chunk, () => {
          done();
        });
      else done();
    },
  });
}

/**
 * The connection ends a moment before the engine has noted the status. Undefined when the container, or the engine, is gone, or when
 * the action runs on without its terminal: then it is the connection that broke.
 */
async function readExecStatus(exec: Docker.Exec): Promise<number | undefined> {
  let silences = 0;
  for (const end = performance.now() + STATUS_MS; performance.now() < end && silences < MOST_SILENCES;) {
    const seen = await Promise.race([exec.inspect(), sleep(STATUS_MS, undefined, { ref: false })]).catch(statusOf);
    // The engine knows no such exec any more: its container is gone.
    if (seen === 404 || seen === 409) return undefined;
    if (typeof seen === 'object' && !seen.Running) return seen.ExitCode ?? undefined;
    if (typeof seen !== 'object') silences += 1;
    await sleep(INSPECT_PAUSE_MS);
  }
  return undefined;
}

/** Asking costs as much as a start, and whoever leaves a shell after a slip of the pen is not to wait for it. */
function maybeOom(status: number | undefined, { limits }: Started['job']): boolean {
  return status === KILLED || (status !== undefined && status !== 0 && limits?.memoryBytes !== undefined);
}

async function askForOom(connection: Connection, container: Container): Promise<boolean> {
  try {
    const known = await inDockerode(connection, container);
    const probe = await known.exec({ Cmd: ['bash', '-c', OOM_PROBE], AttachStdout: true });
    const stream = await probe.start({ hijack: true });
    stream.resume();
    if (!stream.closed) await once(stream, 'close');
    return (await readExecStatus(probe)) === 0;
  } catch {
    return false;
  }
}
