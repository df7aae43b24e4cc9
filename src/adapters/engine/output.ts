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
  /** True when the end mark said that memory ran out. */
  readonly ranOutOfMemory: () => boolean;
  /** Once `status` is known: listens to the connection no more. */
  readonly release: () => void;
}

interface Output {
  readonly readable: Readable;
  readonly push: (chunk: Buffer) => void;
  /** The status of its end mark, once that has come. */
  status(): number | undefined;
  note(): string | undefined;
  /** Ends it with whatever was held back, unless its mark has ended it. */
  end(): void;
}

const BUFFER_BYTES = 256 * 1024;

/** Splits an attached connection into stdout and stderr with back-pressure, and ends both at the supervisor's end mark: some 30 ms before the engine has taken the container down. `onWord` gets what else the supervisor says. */
export function splitOutput(socket: Duplex, token: string, onWord?: (word: Buffer) => void): SplitOutput {
  const full = new Set<Output>();
  const flow = {
    stop: (output: Output): void => {
      full.add(output);
      socket.pause();
    },
    goOn: (output: Output): void => {
      if (full.delete(output) && full.size === 0) socket.resume();
    },
  };
  const stdout = createOutput(token, flow, onWord);
  const stderr = createOutput(token, flow, onWord);
  const demultiplex = createDemultiplexer(stdout.push, stderr.push, () => socket.destroy());

  let release = (): void => undefined;
  const status = new Promise<number | undefined>((resolve) => {
    const take = (chunk: Buffer): void => {
      demultiplex(chunk);
      if (stdout.status() !== undefined && stderr.status() !== undefined) resolve(stdout.status());
    };
    socket.on('data', take);
    // What went wrong with the connection is told by `status`; the streams just end.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    const finish = (): void => {
      stdout.end();
      stderr.end();
      resolve(undefined);
    };
    // A container made ahead may be gone before its job comes.
    if (socket.closed) finish();
    else socket.on('close', finish);
    release = (): void => {
      socket.off('data', take).off('close', finish).off('error', ignore);
    };
  });
  const ranOutOfMemory = (): boolean => stdout.note() === 'oom';
  return {
    stdout: stdout.readable,
    stderr: stderr.readable,
    status,
    ranOutOfMemory,
    release: () => {
      release();
    },
  };
}

interface Flow {
  stop(output: Output): void;
  goOn(output: Output): void;
}

function createOutput(token: string, flow: Flow, onWord?: (word: Buffer) => void): Output {
  const filter = createEndMarkFilter(token, onWord);
  const output: Output = {
    readable: new Readable({
      highWaterMark: BUFFER_BYTES,
      read: () => {
        flow.goOn(output);
      },
    }),
    status: () => filter.status,
    note: () => filter.note,
    push: (chunk) => {
      const hasEnded = output.status() !== undefined;
      const text = filter.push(chunk);
      if (hasEnded) return;
      const isFull = text.length > 0 && !output.readable.push(text);
      if (output.status() === undefined) {
        if (isFull) flow.stop(output);
        return;
      }
      output.readable.push(null);
      // Nobody asks an ended stream for more, and what the other one has to say comes on the same connection.
      flow.goOn(output);
    },
    end: () => {
      if (output.status() !== undefined) return;
      output.readable.push(filter.flush());
      output.readable.push(null);
    },
  };
  return output;
}
