import type Docker from 'dockerode';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { Problem } from '../../errors.ts';
import { askEngine, beginAnswer, type Desk } from './ask.ts';
import { describeFailure, isLostConnection, messageOf, refusalIn, statusOf } from './failures.ts';
import { withinPatience } from './patience.ts';
import type { Route } from './route.ts';

/** An engine that has answered, ready for use. */
export interface Connection extends Desk {
  /** For what a start does not need. */
  readonly docker: () => Promise<Docker>;
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

/** A container by its id, or by its name as long as that does not change. */
export interface Container {
  readonly id: string;
}

/** Creates a container called `name` without starting it. Rejects as `askEngine` does. */
export async function createContainer(
  desk: Desk,
  name: string,
  body: Docker.ContainerCreateOptions,
): Promise<Container> {
  const made = await askEngine(desk, { method: 'POST', path: '/containers/create', query: { name }, body });
  const id = (made as { readonly Id?: unknown } | undefined)?.Id;
  if (typeof id === 'string') return { id };
  throw new Problem('ENGINE_FAILED', `the engine has not said which container it made as ${name}`, {
    hint: 'polycrate doctor',
  });
}

/** What an engine says of a container. Rejects as `askEngine` does. */
export async function inspectContainer(desk: Desk, { id }: Container): Promise<Docker.ContainerInspectInfo> {
  return (await askEngine(desk, { method: 'GET', path: `/containers/${id}/json` })) as Docker.ContainerInspectInfo;
}

/** Starts a container; nothing to do where it is running. Rejects as `askEngine` does. */
export async function startContainer(desk: Desk, { id }: Container): Promise<void> {
  await askEngine(desk, { method: 'POST', path: `/containers/${id}/start` });
}

/** What dockerode knows a container by. */
export async function inDockerode(
  connection: Pick<Connection, 'docker'>,
  { id }: Container,
): Promise<Docker.Container> {
  return (await connection.docker()).getContainer(id);
}

/**
 * The container's stdin, stdout and stderr as one raw connection. Must be there before the start, or the first output is lost.
 * Not dockerode's attach(): it sends its options as a body too, which Podman hands to the container as its first input.
 */
export function attachContainer({ endpoint, route }: Connection, container: Container): Promise<Duplex> {
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
export function tellEngine(
  { route }: Pick<Connection, 'route'>,
  path: string,
  method: 'POST' | 'DELETE' = 'POST',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...route.options,
      method,
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

/** Nobody waits for that, or minds a failure: only people see a container's name. */
export function renameContainer(desk: Desk, { id }: Container, name: string): void {
  askEngine(desk, { method: 'POST', path: `/containers/${id}/rename`, query: { name } }).catch(() => undefined);
}

/** Asks for the next end of a container, and resolves once the engine has noted the question: an end after that cannot be missed. */
export async function askForExit(desk: Desk, { id }: Container): Promise<PendingExit> {
  const query = { condition: 'next-exit' };
  const answer = await beginAnswer(desk, { method: 'POST', path: `/containers/${id}/wait`, query });
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
export async function removeContainer(connection: Connection, container: Container): Promise<void> {
  // Podman would ask it to end first, and wait for that.
  if ((await connection.hostFacts()).isPodman === true) await killContainer(connection, container);
  await endContainer(
    connection,
    `removing the container ${container.id}`,
    askEngine(connection, {
      method: 'DELETE',
      path: `/containers/${container.id}`,
      query: { force: 'true', v: 'true' },
    }),
  );
}

/** Kills everything in a container; no-op once it has ended. */
export async function killContainer(connection: Connection, container: Container): Promise<void> {
  await endContainer(
    connection,
    `killing the container ${container.id}`,
    askEngine(connection, { method: 'POST', path: `/containers/${container.id}/kill`, query: { signal: 'SIGKILL' } }),
  );
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

// 404: removed; 409: ended, or being removed just now. Podman may have removed it before it answers a kill, and says so with 500.
function isGoneAlready(error: unknown): boolean {
  const status = statusOf(error);
  if (status === 500) return /no such container/i.test(messageOf(error));
  return status === 404 || status === 409 || (status === undefined && isLostConnection(error));
}
