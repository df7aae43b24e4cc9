import { PassThrough, Writable } from 'node:stream';
import type { SinkStream } from '../../src/ui/index.ts';
import { createStreams, type Streams, type Terminals } from '../../src/ui/index.ts';

export interface TestTerminals extends Terminals {
  readonly stdin: PassThrough & { readonly isTTY: boolean };
  /** Everything written so far. */
  readonly text: { stdout(): string; stderr(): string };
}

interface TestTerminalOptions {
  /** Width of a terminal; without it both streams are no terminals. */
  readonly columns?: number;
  readonly colour?: boolean;
  /** stdout and stderr end in the same place: `text.stdout()` and `text.stderr()` are then both the whole screen. */
  readonly isOneScreen?: boolean;
  /** What stdin says before it ends; without it, it stays open and says nothing. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The twin of a process's streams: writes into buffers, answers from a text. */
export function createTestTerminals(options: TestTerminalOptions = {}): TestTerminals {
  const { columns, colour = false, isOneScreen = false } = options;
  const isTTY = columns !== undefined;
  const stdout = createCapture(columns);
  const stderr = isOneScreen ? stdout : createCapture(columns);
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (options.stdin !== undefined) stdin.end(options.stdin);
  return {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin,
    env: { [colour ? 'FORCE_COLOR' : 'NO_COLOR']: '1', ...options.env },
    text: { stdout: () => stdout.text(), stderr: () => stderr.text() },
  };
}

/** The same, as the renderers take it. */
export function createTestStreams(
  options: TestTerminalOptions = {},
): Streams & Pick<TestTerminals, 'text'> & { stdin: PassThrough } {
  const terminals = createTestTerminals(options);
  return { ...createStreams(terminals), stdin: terminals.stdin, text: terminals.text };
}

function createCapture(columns: number | undefined): { stream: SinkStream; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  const facts = columns === undefined ? { isTTY: false } : { isTTY: true, columns };
  return { stream: Object.assign(stream, facts), text: () => Buffer.concat(chunks).toString() };
}
