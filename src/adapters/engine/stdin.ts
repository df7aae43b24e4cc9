import type Docker from 'dockerode';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Duplex, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, type Container, inDockerode } from './connection.ts';
import { describeLoss } from './failures.ts';
import { withinPatience } from './patience.ts';
import { STDIN_CARRIER } from './supervisor.ts';

/** The way from the caller's stdin to the action's. */
export interface StdinWay {
  readonly stdin: Writable;
  /** Closes it once the job has ended: what nobody has read by then is dropped. */
  readonly hangUp: () => void;
}

export interface StdinConditions {
  /** The last byte is through, or the action wants no more. */
  readonly onEnd: () => void;
  /** The way broke off: the action must not take what it has got for everything. */
  readonly onBreak: () => void;
}

/** What bash says of a program that wrote where nobody reads: 128 + SIGPIPE. */
const READER_GONE = 141;

/** Opens a way for stdin that costs nothing until the first byte is written. */
export function carryStdin(
  connection: Connection,
  container: Container,
  { onEnd, onBreak }: StdinConditions,
): StdinWay {
  const entrance = new PassThrough();
  const ended = new AbortController();
  void carry(entrance, () => openCarrier(connection, container, ended.signal)).then(onEnd, () => {
    // Whoever still writes must not stall over it.
    entrance.resume();
    if (!ended.signal.aborted) onBreak();
  });
  return {
    stdin: entrance,
    hangUp: () => {
      ended.abort();
    },
  };
}

/** Rejects when the way breaks off before everything is through. */
async function carry(entrance: PassThrough, open: () => Promise<Carrier>): Promise<void> {
  let opened: Carrier | undefined;
  for await (const chunk of entrance.iterator({ destroyOnReturn: false })) {
    opened ??= await open();
    if (await isThrough(opened, chunk as Buffer)) continue;
    entrance.resume();
    return;
  }
  if (opened === undefined) return;
  const { connection } = opened;
  connection.end();
  if (!connection.closed) await once(connection, 'close');
}

interface Carrier {
  readonly exec: Docker.Exec;
  readonly connection: Duplex;
}

/** Writes; false when the action has closed its stdin, which is its right. Rejects when it is the way that broke. */
async function isThrough({ exec, connection }: Carrier, chunk: Buffer): Promise<boolean> {
  const failure = await write(connection, chunk);
  if (failure === undefined) return true;
  for (let tries = 0; tries < 100; tries += 1) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running && ExitCode === READER_GONE) return false;
    if (!Running) break;
    await sleep(20);
  }
  throw failure;
}

async function openCarrier(connection: Connection, container: Container, ended: AbortSignal): Promise<Carrier> {
  const { answerMs } = connection;
  const undertaking = { doing: 'opening the way for stdin', endpoint: container.id };
  const timely = <T>(answer: Promise<T>): Promise<T> => withinPatience(answer, { undertaking, answerMs });
  // Its stdout is attached only so that its end can be seen.
  const options = { Cmd: ['bash', '-c', STDIN_CARRIER], AttachStdin: true, AttachStdout: true, AttachStderr: false };
  const exec = await timely((await inDockerode(connection, container)).exec(options));
  const way = await timely(exec.start({ hijack: true, stdin: true }));
  if (!(way instanceof Socket)) throw describeLoss(container.id);
  way.on('error', () => undefined);
  way.resume();
  // The engine keeps the connection of an ended exec for seconds while bytes are left to write; this process is not to wait for that.
  const close = (): void => {
    way.destroy();
  };
  if (ended.aborted) close();
  else ended.addEventListener('abort', close, { once: true });
  return { exec, connection: way };
}

/** What went wrong, if anything. */
function write(connection: Duplex, chunk: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => {
    connection.write(chunk, (error) => {
      resolve(error ?? undefined);
    });
  });
}
