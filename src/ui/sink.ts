import type { Writable } from 'node:stream';
import { Problem } from '../errors.ts';

/** A writable stream that may be a terminal: `process.stdout` and its like. */
export type SinkStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly fd?: number };

/** One way out. Bytes written to a sink whose reader has gone are dropped. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Width of the terminal at this moment; undefined where there is none. */
  readonly columns: number | undefined;
  readonly colour: boolean;
  /** True where a line can be drawn again in place: a capable terminal outside CI. */
  readonly canRewrite: boolean;
  /** Hands bytes on unchanged. A returned promise never rejects: it resolves when the stream takes more. */
  write(chunk: string | Uint8Array): Promise<void> | undefined;
  /** Resolves once everything written has left. Rejects with OUTPUT_UNWRITABLE when some could not, e.g. on a full disk. */
  flush(): Promise<void>;
}

/** Makes a sink of a stream; listens to its errors, so that a closed pipe ends quietly. */
export function createSink(stream: SinkStream, facts: Pick<Sink, 'colour' | 'canRewrite'>): Sink {
  let isGone = false;
  let failure: NodeJS.ErrnoException | undefined;
  const waiting = new Set<() => void>();
  let drained: Promise<void> | undefined;

  const release = (): void => {
    drained = undefined;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const pause = (): Promise<void> => new Promise((resolve) => void waiting.add(resolve));

  stream.on('drain', release);
  stream.on('close', () => {
    isGone = true;
    release();
  });
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isGone = true;
    if (!isFarewell(error)) failure ??= error;
    release();
  });

  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : undefined;
    },
    ...facts,
    write(chunk) {
      if (isGone || stream.destroyed || stream.write(chunk)) return undefined;
      drained ??= pause();
      return drained;
    },
    async flush() {
      // Even a file reports a failed write on a later turn: only the callback of a further write tells.
      if (!isGone && !stream.destroyed) {
        await new Promise<void>((resolve) => {
          stream.write('', (error: NodeJS.ErrnoException | null | undefined) => {
            if (error && !isFarewell(error)) failure ??= error;
            resolve();
          });
        });
      }
      if (failure !== undefined) throw describeFailure(failure);
    },
  };
}

/** The reader closed the pipe or hung up: what `| head` does, and no failure of ours. */
function isFarewell(error: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(
    error.code ?? '',
  );
}

function describeFailure(failure: NodeJS.ErrnoException): Problem {
  const reason = failure.code === 'ENOSPC' ? 'the disk it goes to is full' : failure.message;
  return new Problem('OUTPUT_UNWRITABLE', `the output could not be written: ${reason}`, {
    hint: 'free space, or send the output elsewhere; records under .logs/ hold what an action printed',
    cause: failure,
  });
}
