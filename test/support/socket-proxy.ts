import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface ProxyOptions {
  /** Waits before every piece the engine sends. */
  readonly delayMs?: number;
  /** Hands on what the engine sends in pieces of this many bytes. */
  readonly pieceBytes?: number;
}

/** An engine's socket in front of the real one, which can be made slow, choppy or dead. */
export interface SocketProxy extends AsyncDisposable {
  readonly path: string;
  /** Resets the connections whose first request names `part` of its path, e.g. `/attach`; all of them without it. */
  cut(part?: string): number;
  /** Cuts everything and refuses whoever comes after: the engine is dead. */
  die(): Promise<void>;
}

/** Listens on `path` and passes everything on to the socket `target`. */
export async function openSocketProxy(path: string, target: string, options: ProxyOptions = {}): Promise<SocketProxy> {
  const lines = new Map<Socket, { request: string; readonly behind: Socket }>();
  const server = createServer({ allowHalfOpen: true }, (front) => {
    const behind = connect({ path: target, allowHalfOpen: true });
    const line = { request: '', behind };
    lines.set(front, line);
    front.on('data', (chunk: Buffer) => {
      const request = /^[A-Z]+ (\S+) HTTP/m.exec(chunk.toString('latin1'))?.[1];
      if (request !== undefined) line.request = request;
    });
    front.pipe(behind);
    behind.pipe(createImpairment(options)).pipe(front);
    for (const [one, other] of [
      [front, behind],
      [behind, front],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        lines.delete(front);
        if (one === front) behind.destroy();
      });
    }
  });
  server.listen(path);
  await once(server, 'listening');
  const cut = (part = ''): number => {
    const chosen = [...lines].filter(([, line]) => line.request.includes(part));
    for (const [front, { behind }] of chosen) {
      front.destroy();
      behind.destroy();
    }
    return chosen.length;
  };
  const die = async (): Promise<void> => {
    server.close();
    cut();
    await rm(path, { force: true });
  };
  return { path, cut, die, [Symbol.asyncDispose]: die };
}

function createImpairment(options: ProxyOptions): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      void handOn(chunk, (piece) => this.push(piece), options).then(() => {
        done();
      });
    },
  });
}

async function handOn(
  chunk: Buffer,
  push: (piece: Buffer) => void,
  { delayMs = 0, pieceBytes = Infinity }: ProxyOptions,
): Promise<void> {
  for (let start = 0; start < chunk.length; start += pieceBytes) {
    // Not in the same turn, or the pieces arrive as one again.
    await new Promise((resolve) => (delayMs > 0 ? setTimeout(resolve, delayMs) : setImmediate(resolve)));
    push(chunk.subarray(start, Math.min(chunk.length, start + pieceBytes)));
  }
}
