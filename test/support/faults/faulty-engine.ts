import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { CallFault, StreamFault } from './faults.ts';

/** What is to happen to a request that matches. */
export type Wound = {
  readonly request: RegExp;
  /** So many that match pass before; none unless told. */
  readonly spared?: number;
  /** It holds for what follows on the same connection too. */
  readonly lasting?: boolean;
  /** A stream is struck by itself as soon as so many bytes have passed, to and fro. */
  readonly afterBytes?: number;
} & ({ readonly fault: CallFault } | { readonly stream: StreamFault });

/** An engine's socket in front of the real one that knows one request from the other and hurts the chosen ones, once each. */
export interface FaultyEngine extends AsyncDisposable {
  readonly path: string;
  /** Every request so far, as `METHOD /path`. */
  readonly asked: readonly string[];
  /** Wounds that have been dealt. */
  readonly dealt: () => number;
  /** Deals the stream wounds to the connections that are open. */
  readonly strike: () => void;
}

const LATE_MS = 1_200;
/** More single bytes show nothing new, and take minutes where megabytes are on their way. */
const MOST_DROPS = 100_000;
const NO_HTTP = '\x16\x03\x01\x00 this is no answer of an engine\n\n';
const REFUSAL = '{"message":"the test has broken this engine"}';

/** Listens on `path` and passes everything on to the socket `target`, except what a wound is for. */
export async function openFaultyEngine(path: string, target: string, wounds: readonly Wound[]): Promise<FaultyEngine> {
  const left = new Map(wounds.map((wound) => [wound, wound.spared ?? 0]));
  const asked: string[] = [];
  const fronts = new Set<Socket>();
  const strikes: (() => void)[] = [];
  let dealt = 0;
  const take = (request: string): Wound | undefined => {
    for (const [wound, spared] of left) {
      if (!wound.request.test(request)) continue;
      left.set(wound, spared - 1);
      if (spared > 0) continue;
      left.delete(wound);
      return wound;
    }
    return undefined;
  };
  const server = createServer({ allowHalfOpen: true }, (front) => {
    fronts.add(front);
    front.on('close', () => fronts.delete(front));
    const line = createLine(front, connect({ path: target, allowHalfOpen: true }));
    readRequests(front, line, (request) => {
      asked.push(request);
      const wound = take(request);
      if (wound === undefined) line.heal();
      else if ('fault' in wound) {
        dealt += 1;
        line.hurt(wound.fault, wound.lasting);
      } else {
        const strike = (): void => {
          dealt += 1;
          line.strike(wound.stream);
        };
        if (wound.afterBytes === undefined) strikes.push(strike);
        else line.await(wound.afterBytes, strike);
      }
    });
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    asked,
    dealt: () => dealt,
    strike: () => {
      for (const strike of strikes.splice(0)) strike();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const front of fronts) front.destroy();
      await rm(path, { force: true });
    },
  };
}

/** One connection and its twin behind. */
interface Line {
  /** Bytes of the caller for the engine. */
  readonly send: (bytes: Buffer) => void;
  readonly hurt: (fault: CallFault, lasting?: boolean) => void;
  /** Calls back when so many bytes have passed from now on. */
  readonly await: (bytes: number, then: () => void) => void;
  readonly strike: (fault: StreamFault) => void;
  /** The next request on the same connection is to pass. */
  readonly heal: () => void;
}

function createLine(front: Socket, behind: Socket): Line {
  let isDeaf = false;
  let isLasting = false;
  let awaited: { left: number; readonly then: () => void } | undefined;
  const count = ({ length }: Buffer): void => {
    if (awaited === undefined || (awaited.left -= length) > 0) return;
    const { then } = awaited;
    awaited = undefined;
    then();
  };
  let dripping = Promise.resolve();
  let answer = (bytes: Buffer): unknown => front.write(bytes);
  const cut = (): void => {
    front.destroy();
    behind.destroy();
  };
  const say = (text: string): void => {
    front.write(text);
  };
  const mute = (): void => {
    answer = () => undefined;
  };
  for (const socket of [front, behind]) socket.on('error', cut);
  front.on('end', () => behind.end());
  front.on('close', () => behind.destroy());
  behind.on('data', (bytes: Buffer) => {
    count(bytes);
    answer(bytes);
  });
  behind.on('end', () => {
    if (!isMuted()) void dripping.then(() => front.end());
  });
  const muted = new Set<unknown>();
  const isMuted = (): boolean => muted.has(answer);
  const hush = (): void => {
    mute();
    muted.add(answer);
  };
  let drops = MOST_DROPS;
  const slowly = (bytes: Buffer): void => {
    drops -= bytes.length;
    if (drops < 0) {
      void dripping.then(() => front.write(bytes));
      return;
    }
    behind.pause();
    dripping = drip(front, bytes).then(() => void behind.resume());
  };
  return {
    send: (bytes) => {
      count(bytes);
      if (!isDeaf) behind.write(bytes);
    },
    await: (left, then) => {
      awaited = { left, then };
    },
    heal() {
      if (isLasting) return;
      isDeaf = false;
      answer = (bytes) => front.write(bytes);
    },
    hurt(fault, lasting = false) {
      isLasting = lasting;
      switch (fault) {
        case 'late':
          answer = (bytes) => {
            answer = (more) => front.write(more);
            behind.pause();
            setTimeout(() => {
              front.write(bytes);
              behind.resume();
            }, LATE_MS);
          };
          return;
        case 'byte by byte':
          answer = slowly;
          return;
        case 'cut before':
          cut();
          return;
        case 'cut after':
          answer = cut;
          return;
        case 'cut within':
          answer = (bytes) => {
            answer = () => undefined;
            front.write(bytes.subarray(0, 12), cut);
          };
          return;
        case 'half-closed':
          isDeaf = true;
          front.end();
          return;
        case 'no HTTP':
          answer = () => {
            hush();
            say(NO_HTTP);
          };
          return;
        case 'no JSON':
          answer = () => {
            hush();
            say(
              'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{"Id": [}',
            );
            front.end();
          };
          return;
        case 'error 500':
          isDeaf = true;
          say(
            `HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${REFUSAL.length}\r\n\r\n${REFUSAL}`,
          );
          front.end();
          return;
        case 'silent before':
          isDeaf = true;
          hush();
          return;
        case 'silent after':
          hush();
          return;
      }
    },
    strike(fault) {
      switch (fault) {
        case 'cut':
          cut();
          return;
        case 'half-closed there':
          hush();
          front.end();
          return;
        case 'half-closed here':
          isDeaf = true;
          behind.end();
          return;
        case 'byte by byte':
          answer = slowly;
          return;
        case 'garbage':
          say(NO_HTTP);
          return;
        case 'silent':
          isDeaf = true;
          hush();
          return;
      }
    },
  };
}

/** Tells of every request that comes on `front`, before its bytes are sent on. Bodies have a length, or last as long as the connection. */
function readRequests(front: Socket, line: Line, onRequest: (request: string) => void): void {
  let held: Buffer = Buffer.alloc(0);
  let bodyLeft = 0;
  front.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const body = held.subarray(0, Math.min(bodyLeft, held.length));
      held = held.subarray(body.length);
      bodyLeft -= body.length;
      if (body.length > 0) line.send(body);
      const end = held.indexOf('\r\n\r\n');
      if (end === -1 || bodyLeft > 0) return;
      const head = held.toString('latin1', 0, end);
      onRequest(head.replace(/ HTTP[^]*/, ''));
      line.send(held.subarray(0, end + 4));
      held = held.subarray(end + 4);
      const isEndless = /^(upgrade: |transfer-encoding: *chunked)/im.test(head);
      bodyLeft = isEndless ? Infinity : Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    }
  });
}

async function drip(front: Socket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && !front.destroyed; at += 1) {
    front.write(bytes.subarray(at, at + 1));
    // Not in the same turn, or the pieces arrive as one again.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
