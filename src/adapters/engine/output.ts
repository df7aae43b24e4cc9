import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { createDemultiplexer } from './demultiplex.ts';
import { createEndMarkFilter } from './end-mark.ts';

/** The two streams of a job without a terminal. A reader that stalls stalls the job: both must be read. */
export interface SplitOutput {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Once both streams are complete: the status of the end mark, or undefined when the connection closed without one. Never rejects. */
  readonly status: Promise<number | undefined>;
}

const BUFFER_BYTES = 256 * 1024;

/** Splits an attached connection into stdout and stderr with back-pressure, and ends both at the supervisor's end mark: some 30 ms before the engine has taken the container down. */
export function splitOutput(socket: Duplex, token: string): SplitOutput {
  const blocked = new Set<Readable>();
  const createReadable = (): Readable => {
    const readable = new Readable({
      highWaterMark: BUFFER_BYTES,
      read: () => {
        if (blocked.delete(readable) && blocked.size === 0) socket.resume();
      },
    });
    return readable;
  };
  const outputs = [createReadable(), createReadable()].map((readable) => ({
    readable,
    filter: createEndMarkFilter(token),
  }));
  const [out, err] = outputs as [(typeof outputs)[0], (typeof outputs)[0]];
  const deliver = ({ readable, filter }: typeof out, chunk: Buffer): void => {
    if (filter.status !== undefined) return;
    const text = filter.push(chunk);
    if (text.length > 0 && !readable.push(text)) {
      blocked.add(readable);
      socket.pause();
    }
    if (filter.status !== undefined) readable.push(null);
  };
  const demultiplex = createDemultiplexer(
    (chunk) => {
      deliver(out, chunk);
    },
    (chunk) => {
      deliver(err, chunk);
    },
  );

  const status = new Promise<number | undefined>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      demultiplex(chunk);
      if (out.filter.status !== undefined && err.filter.status !== undefined) resolve(out.filter.status);
    });
    // What went wrong with the connection is told by `status`; the streams just end.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { readable, filter } of outputs) {
        if (filter.status !== undefined) continue;
        readable.push(filter.flush());
        readable.push(null);
      }
      resolve(undefined);
    });
  });
  return { stdout: out.readable, stderr: err.readable, status };
}
