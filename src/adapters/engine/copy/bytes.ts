import { PassThrough } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { createDemultiplexer } from '../demultiplex.ts';

/** The payload of an engine's connection without a terminal: what was written to stdout, with back-pressure, and the last words on stderr. */
export interface Payload {
  readonly stdout: Readable;
  /** At most a few kilobytes. */
  readonly complaint: () => string;
}

const COMPLAINT_BYTES = 4_096;

/** Takes an attached connection apart. Both streams end when it does, for whatever reason. */
export function openPayload(connection: Duplex): Payload {
  const stdout = new PassThrough({ highWaterMark: 1024 * 1024 });
  let said = '';
  const demultiplex = createDemultiplexer(
    (chunk) => {
      if (stdout.write(chunk)) return;
      connection.pause();
      stdout.once('drain', () => connection.resume());
    },
    (chunk) => {
      said = (said + chunk.toString()).slice(-COMPLAINT_BYTES);
    },
  );
  connection.on('data', (chunk: Buffer) => {
    // Pieces of the engine's buffers: they are passed on, and so must be ours.
    demultiplex(Buffer.from(chunk));
  });
  connection.on('error', () => undefined);
  for (const end of ['end', 'close']) connection.once(end, () => stdout.end());
  return { stdout, complaint: () => said.trim() };
}

/** Reads lines and blobs of known size from a stream, in turn. */
export interface ByteReader {
  /** Without its newline; undefined at the end. */
  line(): Promise<string | undefined>;
  /** Exactly so many bytes as text; fewer at the end. */
  text(size: number): Promise<string>;
}

export function createByteReader(source: Readable): ByteReader {
  let held: Buffer = Buffer.alloc(0);
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const take = (size: number): Buffer => {
    const taken = held.subarray(0, size);
    held = held.subarray(size);
    return taken;
  };
  return {
    async line() {
      for (;;) {
        const end = held.indexOf('\n');
        if (end !== -1) return take(end + 1).toString('utf8', 0, end);
        if (!(await more())) return undefined;
      }
    },
    async text(size) {
      const pieces: Buffer[] = [];
      let missing = size;
      while (missing > 0) {
        if (held.length === 0 && !(await more())) break;
        const piece = take(missing);
        pieces.push(piece);
        missing -= piece.length;
      }
      return Buffer.concat(pieces).toString();
    },
  };
}

/** Writes and waits until there is room for more. Rejects when the other side is gone. */
export async function writeAll(target: Duplex, data: Uint8Array | string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    target.write(data, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
