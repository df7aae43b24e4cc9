import type Docker from 'dockerode';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { Problem } from '../../errors.ts';
import { describeFailure, isLostConnection, refusalIn, statusOf } from './failures.ts';
import { withinPatience } from './patience.ts';
import type { Route } from './route.ts';

/** An engine that has answered, ready for use. */
export interface Connection {
  readonly docker: Docker;
  /** As written, e.g. `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  /** How long a request may stay unanswered. */
  readonly answerMs: number;
  readonly route: Route;
  /** The engine runs on another machine: it does not see our files, and the network between may fall silent. */
  readonly isElsewhere: boolean;
  /** What a container's description depends on; asked at most once. */
  readonly hostFacts: () => Promise<HostFacts>;
}

export interface HostFacts {
  /** Containers run in the caller's own user namespace. */
  readonly rootless: boolean;
  readonly isPodman?: boolean;
  /** The engine's own socket as the engine sees it, and the group that may use it. */
  readonly socket: { readonly path: string; readonly gid?: number };
}

/** A question about a container's end that the engine has noted and not answered yet. */
export interface PendingExit {
  /** The status of PID 1; undefined when the connection broke first. */
  readonly status: Promise<number | undefined>;
  /** Hangs up. */
  readonly cancel: () => void;
}

// dockerode reads these two, its types do not name them; without them everything would also go into the URL.
interface RawOptions<T> {
  readonly _query: Readonly<Record<string, string>>;
  readonly _body: T;
}

/** Creates a container called `name` without starting it. Rejects with what dockerode says. */
export async function createContainer(
  docker: Docker,
  name: string,
  body: Docker.ContainerCreateOptions,
): Promise<Docker.Container> {
  const options: RawOptions<Docker.ContainerCreateOptions> = { _query: { name }, _body: body };
  const container = await docker.createContainer(options as unknown as Docker.ContainerCreateOptions);
  // Where the answer was no JSON, dockerode passes it on as text.
  if (typeof container.id === 'string') return container;
  throw new Problem('ENGINE_FAILED', `the engine has not said which container it made as ${name}`, {
    hint: 'polycrate doctor',
  });
}

/**
 * The container's stdin, stdout and stderr as one raw connection. Must be there before the start, or the first output is lost.
 * Not dockerode's attach(): it sends its options as a body too, which Podman hands to the container as its first input.
 */
export function attachContainer({ endpoint, route }: Connection, container: Docker.Container): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...route.options,
      method: 'POST',
      path: `/containers/${container.id}/attach?stream=1&stdin=1&stdout=1&stderr=1`,
      headers: { Host: 'engine', Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': '0' },
      servername: '',
    } as RequestOptions);
    asked.on('upgrade', (_answer, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.on('response', (answer) => {
      readText(answer).then((text) => {
        reject(
          new Problem('ENGINE_FAILED', `the engine at ${endpoint} refused to attach: ${refusalIn(text)}`, {
            hint: 'polycrate doctor',
          }),
        );
      }, reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Tells the engine to do something without waiting for it: resolves, or rejects, once the request has left this process, which may end then. */
export function tellEngine({ route }: Pick<Connection, 'route'>, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...route.options,
      method: 'POST',
      path,
      headers: { Host: 'engine', Connection: 'close', 'Content-Length': '0' },
      servername: '',
    } as RequestOptions);
    asked.on('response', (answer) => answer.resume());
    asked.on('error', reject);
    asked.end(() => {
      resolve();
    });
  });
}

/** Asks for the next end of a container, and resolves once the engine has noted the question: an end after that cannot be missed. */
export async function askForExit(container: Docker.Container): Promise<PendingExit> {
  // Not container.wait(): that resolves with the answer, and so cannot tell when it is safe to start.
  const modem = container.modem as {
    dial(options: object, callback: (error: Error | null | undefined, answer: IncomingMessage) => void): void;
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    modem.dial(
      {
        path: `/containers/${container.id}/wait?`,
        method: 'POST',
        isStream: true,
        options: { _query: { condition: 'next-exit' }, _body: {} },
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
      },
      (error, message) => {
        if (error === null || error === undefined) resolve(message);
        else reject(error);
      },
    );
  });
  return { status: readExit(answer), cancel: () => answer.destroy() };
}

async function readExit(answer: IncomingMessage): Promise<number | undefined> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const { StatusCode } = JSON.parse(Buffer.concat(chunks).toString()) as { StatusCode?: unknown };
    return typeof StatusCode === 'number' ? StatusCode : undefined;
  } catch {
    return undefined;
  }
}

/** Kills and removes a container; one that is gone already, or whose engine is gone, is as good as removed: its lease has ended with us. */
export async function removeContainer(connection: Connection, container: Docker.Container): Promise<void> {
  // Podman would ask it to end first, and wait for that.
  if ((await connection.hostFacts()).isPodman === true) await killContainer(connection, container);
  await endContainer(connection, `removing the container ${container.id}`, container.remove({ force: true, v: true }));
}

/** Kills everything in a container; no-op once it has ended. */
export async function killContainer(connection: Connection, container: Docker.Container): Promise<void> {
  await endContainer(connection, `killing the container ${container.id}`, container.kill({ signal: 'SIGKILL' }));
}

async function endContainer(
  { endpoint, answerMs }: Connection,
  doing: string,
  ending: Promise<unknown>,
): Promise<void> {
  const undertaking = { doing, endpoint };
  await withinPatience(ending, { undertaking, answerMs }).catch((error: unknown) => {
    if (isGoneAlready(error)) return;
    throw describeFailure(error, undertaking);
  });
}

// 404: removed; 409: ended, or being removed just now.
function isGoneAlready(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 409 || (status === undefined && isLostConnection(error));
}
