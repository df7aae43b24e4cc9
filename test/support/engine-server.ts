import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';

/** Answers one kind of request. */
export type Handler = (asked: IncomingMessage, answer: ServerResponse) => unknown;
type Handlers = Readonly<Record<string, Handler>>;

interface Started {
  /** Ends every connection there is, as an engine that dies does. */
  readonly hangUp: () => void;
  /** Ends the container with this status. */
  readonly end: (status: number) => void;
}

/** An Engine API on a socket in the scenario's folder: answers what it has handlers for, and everything else with 404. */
export interface EngineServer extends AsyncDisposable {
  /** For --engine. */
  readonly place: string;
  /** Called once a container has started. */
  afterStart: (started: Started) => void;
  /** What it says instead of letting anybody attach. */
  attachRefusal?: string;
}

const PONG: Handler = (_asked, answer) =>
  answer.writeHead(200, { 'Api-Version': '1.41', Server: 'Docker/20.10.24 (linux)' }).end('OK');
const INFO: Handler = (_asked, answer) => {
  json(answer, 200, { SecurityOptions: [] });
};
/** What it takes to create a container; attach, wait and start are part of the server. */
export const RUNNING: Handlers = {
  'POST /containers/create': (_asked, answer) => {
    json(answer, 201, { Id: 'c1' });
  },
};

/** Starts one in `directory`. */
export async function serve({ directory }: { readonly directory: string }, handlers: Handlers): Promise<EngineServer> {
  const others = (await readdir(directory)).filter((name) => name.startsWith('engine-'));
  const file = path.join(directory, `engine-${others.length + 1}.sock`);
  const leases: Duplex[] = [];
  let waiting: ServerResponse | undefined;
  const known: Handlers = {
    'GET /_ping': PONG,
    'GET /info': INFO,
    'POST /containers/create': refuse(404, 'No such image: example/tools:1'),
    'POST /containers/c1/wait': (_asked, answer) => {
      waiting = answer;
      answer.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
    },
    'POST /containers/c1/start': (_asked, answer) => {
      answer.writeHead(204).end(() => {
        engine.afterStart({ hangUp, end });
      });
    },
    ...handlers,
  };
  const hangUp = (): void => {
    for (const lease of leases) lease.destroy();
    server.closeAllConnections();
  };
  const end = (status: number): void => {
    waiting?.end(JSON.stringify({ StatusCode: status }));
    for (const lease of leases) lease.destroy();
  };
  const server: Server = createServer((asked, answer) => {
    asked.resume();
    const { pathname } = new URL(asked.url ?? '/', 'http://engine');
    const handle = known[`${asked.method ?? ''} ${decodeURIComponent(pathname)}`] ?? refuse(404, 'no such thing');
    // Only an engine that has read everything answers.
    asked.on('end', () => void handle(asked, answer));
  });
  server.on('upgrade', (_asked: IncomingMessage, socket: Duplex) => {
    leases.push(socket.resume().on('error', () => undefined));
    const refusal = engine.attachRefusal && JSON.stringify({ message: engine.attachRefusal });
    socket.write(
      refusal === undefined
        ? 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
        : `HTTP/1.1 409 Conflict\r\nContent-Length: ${refusal.length}\r\n\r\n${refusal}`,
    );
  });
  const engine: EngineServer = {
    place: `unix://${file}`,
    afterStart: () => undefined,
    async [Symbol.asyncDispose]() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
  server.listen(file);
  await once(server, 'listening');
  return engine;
}

/** Answers with a refusal in the engine's form. */
export function refuse(status: number, message: string): Handler {
  return (_asked, answer) => {
    json(answer, status, { message });
  };
}

/** Answers 200 with these messages, one a line, as a pull or a build does. */
export function stream(...messages: readonly object[]): Handler {
  return (_asked, answer) =>
    answer.writeHead(200).end(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
}

/** Answers with this body. */
export function json(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
