import { createInterface } from 'node:readline';
import { Problem } from '../errors.ts';
import type { Shell } from './world.ts';

/** A dialogue on the terminal. */
export interface Questions extends Disposable {
  /** The line that is typed in answer; `suggestion` is what an empty one stands for. Rejects with INTERRUPTED on Ctrl-C, with PROMPT_UNANSWERED at the end of the input. */
  ask(question: string, suggestion: string): Promise<string>;
  tell(line: string): void;
}

/** Begins a dialogue on stdin and stderr; one for all questions, because a reader takes more than the line it is asked for. */
export function openQuestions({ system, world }: Pick<Shell, 'system' | 'world'>): Questions {
  const { stdin, stderr } = system;
  const { signal } = world.interruptions;
  // `terminal: false` keeps the terminal's own line editing, and Ctrl-C a signal of the process.
  const reader = createInterface({ input: stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(question, suggestion) {
      stderr.write(`${question} [${suggestion}]: `);
      const line = await Promise.race([lines.next(), whenAborted(signal)]);
      if (line !== 'aborted' && line.done !== true) return line.value;
      // The cursor still stands behind the question.
      stderr.write('\n');
      if (line !== 'aborted') {
        throw new Problem('PROMPT_UNANSWERED', `nobody is here to answer: ${question}`, {
          hint: 'answer in advance with --name and --organization, or take what is suggested with --yes',
        });
      }
      throw new Problem('INTERRUPTED', `"${question}" was not answered`, { hint: 'nothing has been written' });
    },
    tell(line) {
      stderr.write(`${line}\n`);
    },
    [Symbol.dispose]() {
      reader.close();
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    const tell = (): void => {
      resolve('aborted');
    };
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}
