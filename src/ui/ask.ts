import { createInterface } from 'node:readline';
import { Problem } from '../errors.ts';
import { makeVisible } from './human/visible.ts';
import type { Streams } from './streams.ts';

/** Asks a yes/no question on the terminal; anything but `y` or `yes` is no. Rejects with PROMPT_UNANSWERED where nobody can answer, and when `signal` aborts. */
export async function askPerson(question: string, streams: Streams, signal?: AbortSignal): Promise<boolean> {
  if (!streams.canAsk) {
    throw new Problem('PROMPT_UNANSWERED', `nobody is here to answer: ${question}`, {
      hint: 'answer in advance with --yes, or run it on a terminal',
    });
  }
  signal?.throwIfAborted();
  void streams.stderr.write(`${makeVisible(question)} [y/N] `);
  const answer = await readLine(streams, signal);
  if (answer === undefined) void streams.stderr.write('\n');
  return ['y', 'yes'].includes(answer?.trim().toLowerCase() ?? '');
}

/** The next line of stdin, or undefined at its end. */
function readLine(streams: Streams, signal: AbortSignal | undefined): Promise<string | undefined> {
  // `terminal: false` keeps the terminal's own line editing, and Ctrl-C a signal of the process.
  const reader = createInterface({ input: streams.stdin, terminal: false });
  return new Promise<string | undefined>((resolve, reject) => {
    const abort = (): void => {
      // The cursor still stands behind the question.
      void streams.stderr.write('\n');
      reject(signal?.reason as Error);
      reader.close();
    };
    signal?.addEventListener('abort', abort, { once: true });
    reader.once('line', (line) => {
      resolve(line);
      reader.close();
    });
    reader.once('close', () => {
      signal?.removeEventListener('abort', abort);
      resolve(undefined);
    });
  });
}
