import { StringDecoder } from 'node:string_decoder';
import type { OutputStream } from '../../events.ts';
import type { JournalLine } from '../record.ts';
import { type Turn, withTurns } from './attempts.ts';

/** One line of output, without its end; escape sequences are still in it. */
export interface OutputLine {
  readonly stream: OutputStream;
  /** When it was complete, in milliseconds since the start of its action. */
  readonly atMs: number;
  readonly raw: string;
}

/** A line that never ends is cut into pieces of so many characters. */
const LONGEST = 65_536;

/** The lines of a journal in the order they were completed; each stream has lines of its own, as they were written apart. None goes on behind a turn. */
export async function* readLines(
  output: AsyncIterable<JournalLine>,
  turns: readonly Turn[] = [],
): AsyncGenerator<OutputLine> {
  const streams = { stdout: createStream(), stderr: createStream() };
  let atMs = 0;
  const takeRests = (): OutputLine[] =>
    (['stdout', 'stderr'] as const).flatMap((stream) => {
      const { rest } = streams[stream];
      streams[stream].rest = '';
      return rest === '' ? [] : [{ stream, atMs, raw: endless(rest) }];
    });
  for await (const part of withTurns(output, turns, ({ t }) => t)) {
    if ('turn' in part) {
      yield* takeRests();
      continue;
    }
    const chunk = part.each;
    atMs = chunk.t;
    const current = streams[chunk.s];
    const lines = (current.rest + current.decode(chunk)).split('\n');
    current.rest = lines.pop() ?? '';
    for (const raw of lines) yield { stream: chunk.s, atMs, raw: endless(raw) };
    while (current.rest.length > LONGEST) {
      yield { stream: chunk.s, atMs, raw: current.rest.slice(0, LONGEST) };
      current.rest = current.rest.slice(LONGEST);
    }
  }
  yield* takeRests();
}

/** Terminals end lines with two characters. */
function endless(line: string): string {
  return line.endsWith('\r') ? line.replace(/\r+$/, '') : line;
}

function createStream(): { rest: string; decode: (line: JournalLine) => string } {
  return { rest: '', decode: createDecoder() };
}

/** Text of journal lines of one stream; what is no UTF-8 comes as U+FFFD, also where it is cut between two lines. */
export function createDecoder(): (line: JournalLine) => string {
  const decoder = new StringDecoder('utf8');
  return ({ d, b }) => d ?? decoder.write(Buffer.from(b ?? '', 'base64'));
}
