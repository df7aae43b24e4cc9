import { describeTurn, withTurns } from './attempts.ts';
import { readLines } from './lines.ts';
import { createPainter, textOf } from './paint.ts';
import type { Recording, Section } from './recording.ts';
import { readableInstant, readableTime, titleOf } from './title.ts';

/** The recording as plain text for people: facts, then the output without colours, of a workflow under a line for each step. */
export async function* exportText({ record, sections }: Recording): AsyncGenerator<string> {
  const { state, exit_code: exit, duration_ms: took } = record;
  const ending = [
    state,
    exit === undefined ? '' : `exit ${String(exit)}`,
    took === undefined ? '' : readableTime(took),
  ];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['state', ending.filter(Boolean).join(', ')],
    ['cause', record.cause],
    ['started', readableInstant(record.started)],
    ['by', [record.user, record.host].filter(Boolean).join(' on ')],
    ['command', record.command],
    ['image', record.image],
    ['transaction', record.transaction],
  ];
  yield `${titleOf(record)}\n`;
  for (const [label, value] of facts) {
    if (value !== undefined && value !== '') yield `${`${label}:`.padEnd(13)}${plain(value)}\n`;
  }
  for (const section of sections) yield* textOfSection(section);
}

async function* textOfSection(section: Section): AsyncGenerator<string> {
  const { step, block, action, state, exitCode, durationMs, turns = [] } = section;
  yield '\n';
  if (step !== undefined) {
    const exit = exitCode === undefined ? '' : `exit ${String(exitCode)}`;
    const took = durationMs === undefined ? '' : readableTime(durationMs);
    yield `== ${[`${step} (${block} ${action})`, state, exit, took].filter(Boolean).join(', ')}\n`;
  }
  const paint = { stdout: createPainter(), stderr: createPainter() };
  for await (const part of withTurns(readLines(section.output, turns), turns, ({ atMs }) => atMs)) {
    if ('turn' in part) yield `-- ${plain(describeTurn(part.turn))}\n`;
    else yield `${textOf(paint[part.each.stream](part.each.raw))}\n`;
  }
}

function plain(value: string): string {
  return value
    .split('\n')
    .map((line) => textOf(createPainter()(line)))
    .join(' ');
}
