import type { Readable, Writable } from 'node:stream';
import type { RunningJob, Terminal } from './ports.ts';

interface Source {
  readonly terminal?: Terminal;
  readonly stdin: () => Readable;
}

/** Connects the caller's terminal, or else the caller's stdin, with a job that takes input, until disposed. */
export function attachInput(job: RunningJob, { terminal, stdin }: Source, interactive: boolean): Disposable {
  if (job.stdin === undefined) return { [Symbol.dispose]: () => undefined };
  if (terminal === undefined) return pipeInput(stdin(), job.stdin);
  const stopResizing = terminal.onResize((size) => {
    job.resize(size).catch(() => undefined);
  });
  const input = terminal.takeInput(job.stdin, { passInterrupt: interactive });
  return {
    [Symbol.dispose]() {
      stopResizing();
      input[Symbol.dispose]();
    },
  };
}

function pipeInput(source: Readable, target: Writable): Disposable {
  // An action that has ended reads no further; that is its right.
  target.on('error', () => undefined);
  source.pipe(target);
  return {
    [Symbol.dispose]() {
      source.unpipe(target);
      source.pause();
    },
  };
}
