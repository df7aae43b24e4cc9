import type Docker from 'dockerode';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Duplex, Writable } from 'node:stream';
import { STDIN_CARRIER } from './supervisor.ts';

/** The way from the caller's stdin to the action's. Costs nothing until the first byte is written; what the action does not read is dropped when it ends. `onEnd` is told once the last byte is through. */
export function carryStdin(container: Docker.Container, onEnd: () => void): Writable {
  const entrance = new PassThrough();
  void carry(entrance, container)
    // The action has ended, or the engine has: the job's exit tells which. Whoever still writes must not stall or fail over it.
    .catch(() => entrance.resume())
    .finally(onEnd);
  return entrance;
}

async function carry(entrance: PassThrough, container: Docker.Container): Promise<void> {
  let carrier: Duplex | undefined;
  for await (const chunk of entrance.iterator({ destroyOnReturn: false })) {
    carrier ??= await openCarrier(container);
    await write(carrier, chunk as Buffer);
  }
  if (carrier === undefined) return;
  carrier.end();
  if (!carrier.closed) await once(carrier, 'close');
}

async function openCarrier(container: Docker.Container): Promise<Duplex> {
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
