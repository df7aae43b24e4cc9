import type Docker from 'dockerode';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Duplex, Writable } from 'node:stream';
import { STDIN_CARRIER } from './supervisor.ts';

/** The way from the caller's stdin to the action's. */
export interface StdinWay {
  readonly stdin: Writable;
  /** Closes it once the job has ended: what nobody has read by then is dropped. */
  readonly hangUp: () => void;
}

/** Opens a way for stdin that costs nothing until the first byte is written. `onEnd` is told once the last byte is through. */
export function carryStdin(container: Docker.Container, onEnd: () => void): StdinWay {
  const entrance = new PassThrough();
  const ended = new AbortController();
  void carry(entrance, container, ended.signal)
    // The action has ended, or the engine has: the job's exit tells which. Whoever still writes must not stall or fail over it.
    .catch(() => entrance.resume())
    .finally(onEnd);
  return {
    stdin: entrance,
    hangUp: () => {
      ended.abort();
    },
  };
}

async function carry(entrance: PassThrough, container: Docker.Container, ended: AbortSignal): Promise<void> {
  let carrier: Duplex | undefined;
  for await (const chunk of entrance.iterator({ destroyOnReturn: false })) {
    carrier ??= await openCarrier(container, ended);
    await write(carrier, chunk as Buffer);
  }
  if (carrier === undefined) return;
  carrier.end();
  if (!carrier.closed) await once(carrier, 'close');
}

async function openCarrier(container: Docker.Container, ended: AbortSignal): Promise<Duplex> {
  // Its stdout is attached only so that its end can be seen.
  const exec = await container.exec({
    Cmd: ['bash', '-c', STDIN_CARRIER],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: false,
  });
  const carrier = await exec.start({ hijack: true, stdin: true });
  carrier.on('error', () => undefined);
  carrier.resume();
  // The engine keeps the connection of an ended exec for seconds while bytes are left to write; this process is not to wait for that.
  const close = (): void => {
    carrier.destroy();
  };
  if (ended.aborted) close();
  else ended.addEventListener('abort', close, { once: true });
  return carrier;
}

async function write(carrier: Duplex, chunk: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    carrier.write(chunk, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
