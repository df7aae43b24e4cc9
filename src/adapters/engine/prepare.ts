import type Docker from 'dockerode';
import type { Duplex } from 'node:stream';
import {
  askForExit,
  attachContainer,
  type Container,
  createContainer,
  type PendingExit,
  removeContainer,
  startContainer,
} from './connection.ts';
import type { Connection } from './connection.ts';
import { isInterruption, statusOf } from './failures.ts';
import { waitBriefly, type Step } from './interruptible.ts';

/** A container that waits for a job, with us at its stdin: whatever ends this process ends it too. */
export interface Prepared {
  readonly container: Container;
  /** The supervisor's streams. */
  readonly lease: Duplex;
  readonly pending: PendingExit;
  /** Resolves once its PID 1 is starting; rejects with what dockerode says. */
  readonly started: Promise<unknown>;
  /** True once its end is known: nobody is to get it. */
  isGone(): boolean;
  /** Hangs up and removes it. Never rejects. */
  discard(): Promise<void>;
}

/** Creates a container, attaches to it and begins to start it. Rejects as `askEngine` does, and leaves nothing behind then. */
export async function prepareContainer(
  connection: Connection,
  { name, body, step }: { readonly name: string; readonly body: Docker.ContainerCreateOptions; readonly step: Step },
): Promise<Prepared> {
  let creating: Promise<Container> | undefined;
  try {
    const container = await step(() => (creating = createContainer(connection, name, body)));
    return await meetContainer(connection, container, step);
  } catch (error) {
    // One that is made although nobody waits for it any more is removed again.
    const remove = (container: Container): Promise<void> =>
      removeContainer(connection, container).catch(() => undefined);
    creating?.then(remove, () => undefined).catch(() => undefined);
    // An engine that did not say no may have made it all the same.
    if (creating !== undefined && statusOf(error) === undefined && !isInterruption(error))
      await waitBriefly(remove({ id: name }));
    throw error;
  }
}

/** Attaches to a container and has it started by `start`, which is nothing to do where it is running. Rejects as `askEngine` does, and the container is removed then. */
export async function meetContainer(
  connection: Connection,
  container: Container,
  step: Step,
  start = () => startContainer(connection, container),
): Promise<Prepared> {
  const hangUps: (() => void)[] = [];
  const discard = async (): Promise<void> => {
    for (const hangUp of hangUps) hangUp();
    await removeContainer(connection, container).catch(() => undefined);
  };
  const attaching = () =>
    attachContainer(connection, container).then((socket) => {
      // How it ended is asked of the engine.
      socket.on('error', () => undefined);
      hangUps.push(() => socket.destroy());
      return socket;
    });
  const asking = () =>
    askForExit(connection, container).then((question) => {
      hangUps.push(question.cancel);
      return question;
    });
  try {
    const [lease, pending] = await step(() => Promise.all([attaching(), asking()]));
    // Its patience ends here: a question, or a lock, may keep the job away for minutes, and the lease is there.
    lease.write('STAY\n');
    let gone = false;
    void pending.status.then(() => (gone = true));
    const started = start();
    // Whoever takes the container awaits it.
    started.catch(() => undefined);
    return { container, lease, pending, started, isGone: () => gone, discard };
  } catch (error) {
    await waitBriefly(discard());
    throw error;
  }
}
