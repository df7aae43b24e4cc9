import { createDecoder } from './lines.ts';
import { withTurns } from './attempts.ts';
import type { Recording, Section } from './recording.ts';
import { titleOf } from './title.ts';

/** The size of the terminal is not recorded; wide enough for the tables of terraform and ansible. */
const [WIDTH, HEIGHT] = [120, 30];

/**
 * An asciicast, version 2 (https://docs.asciinema.org/manual/asciicast/v2/): both streams as output, as on a terminal, and a marker where
 * a step or a further attempt begins.
 */
export async function* exportAsciicast(
  { record, sections }: Recording,
  { epochMs }: { readonly epochMs: (instant: string) => number },
): AsyncGenerator<string> {
  const header = {
    version: 2,
    width: WIDTH,
    height: HEIGHT,
    timestamp: Math.floor(epochMs(record.started) / 1000),
    ...(record.duration_ms === undefined ? {} : { duration: record.duration_ms / 1000 }),
    command: record.command,
    title: titleOf(record),
    env: { TERM: 'xterm-256color' },
  };
  yield `${JSON.stringify(header)}\n`;
  for (const section of sections) yield* playSection(section);
}

async function* playSection({ step, startMs, state, output, turns = [] }: Section): AsyncGenerator<string> {
  const event = (atMs: number, code: 'o' | 'm', data: string): string =>
    `${JSON.stringify([(startMs + atMs) / 1000, code, data])}\n`;
  if (step !== undefined && state !== 'skipped') yield event(0, 'm', step);
  const decode = { stdout: createDecoder(), stderr: createDecoder() };
  for await (const part of withTurns(output, turns, ({ t }) => t)) {
    if ('turn' in part) {
      const { attempt, attempts } = part.turn.failed;
      yield event(part.turn.untilMs, 'm', `attempt ${String(attempt + 1)} of ${String(attempts)}`);
      continue;
    }
    const line = part.each;
    const data = decode[line.s](line);
    // What was written without a terminal has no carriage returns, and would be a staircase on one.
    if (data !== '') yield event(line.t, 'o', data.replace(/\r?\n/g, '\r\n'));
  }
}
