import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../errors.ts';
import { type Connection, type Container, inDockerode } from '../connection.ts';
import { describeSilentEngine } from '../failures.ts';
import { createSteps, type Step } from '../interruptible.ts';
import { openPayload, writeAll } from './bytes.ts';
import { unlessStalled } from './stall.ts';

const INSPECT_PAUSE_MS = 20;

/** What is said to a program and heard from it. */
export interface Conversation {
  readonly stdout: Readable;
  readonly write: (data: Uint8Array) => Promise<void>;
}

/** Runs one program inside, for one transfer; rejects with what it said when it fails. */
export async function converse(
  connection: Connection,
  container: Container,
  { program, folder }: { readonly program: string; readonly folder: number },
  talk: (conversation: Conversation) => Promise<void>,
): Promise<void> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: 'copying the workspace', endpoint };
  const step = createSteps({ undertaking, answerMs });
  const inside = await inDockerode(connection, container);
  const exec = await step(() =>
    inside.exec({
      Cmd: ['bash', '-c', program, 'polycrate', String(folder)],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const line = await step(() => exec.start({ hijack: true, stdin: true }));
  const { stdout, complaint } = openPayload(line);
  const closed = new Promise<void>((resolve) => {
    for (const end of ['end', 'close', 'error'])
      line.once(end, () => {
        resolve();
      });
  });
  const transfer = async (): Promise<void> => {
    await talk({ stdout, write: (data) => writeAll(line, data) }).catch((error: unknown) => {
      // A program that has ended hangs up: why is in its own words.
      if (complaint() === '') throw error;
    });
    // tar reads on behind the end of its archive until there is no more to read.
    line.end();
    stdout.resume();
    await closed;
  };
  try {
    const describe = (): Error => describeSilentEngine(undertaking, answerMs);
    await unlessStalled(line, transfer(), { limitMs: answerMs, describe });
    if ((await waitForStatus(exec, step)) !== 0) throw describeBreak(endpoint, complaint());
  } finally {
    line.destroy();
  }
}

/** The connection may end before the program has. */
async function waitForStatus(exec: Docker.Exec, step: Step): Promise<number | null> {
  for (;;) {
    const { Running, ExitCode } = await step(() => exec.inspect());
    if (!Running) return ExitCode;
    await sleep(INSPECT_PAUSE_MS);
  }
}

/** ENGINE_FAILED for a transfer that did not come about. */
export function describeBreak(endpoint: string, reason: string): Problem {
  return new Problem('ENGINE_FAILED', `Copying the workspace to or from the engine at ${endpoint} failed: ${reason}`, {
    hint: 'docker system df   (is its disk full?)',
  });
}
