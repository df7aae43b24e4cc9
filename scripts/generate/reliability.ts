import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROBLEMS, type ProblemCode } from '../../src/errors.ts';
import {
  CALL_FAULTS,
  CALLS,
  type Cell,
  KINDS,
  listCells,
  nameOf,
  STREAM_FAULTS,
  STREAMS,
} from '../../test/support/faults/faults.ts';

const test = join(import.meta.dirname, '../../test');

/** The page on what happens when things break: its words, and the tables of what was tried with what came of it. */
export async function generateReliability(): Promise<ReadonlyMap<string, string>> {
  const outcomes = JSON.parse(await readFile(join(test, 'fault/matrix.json'), 'utf8')) as Record<string, string>;
  const words = await readFile(join(import.meta.dirname, 'reliability.md'), 'utf8');
  const page = words
    .replace('{{faults}}', tableOf(['fault', 'what happens'], [...Object.entries(CALL_FAULTS)]))
    .replace('{{stream faults}}', tableOf(['fault', 'what happens'], [...Object.entries(STREAM_FAULTS)]))
    .replace('{{uses}}', tableOf(['use', 'command'], [...Object.entries(KINDS)]))
    .replace('{{calls}}', tableOf(HEADER, rowsOf(Object.keys(CALLS), outcomes)))
    .replace('{{streams}}', tableOf(HEADER, rowsOf(Object.keys(STREAMS), outcomes)))
    .replace('{{cells}}', String(listCells().length));
  return new Map([['docs/reliability.md', page]]);
}

const HEADER = ['at which moment', 'fault', 'what the user sees', 'record', 'left behind'];

/** One row for all faults of a place that the user sees the same of. */
function rowsOf(places: readonly string[], outcomes: Readonly<Record<string, string>>): string[][] {
  return places.flatMap((place) => {
    const cells = listCells().filter((cell) => placeOf(cell) === place);
    const faults = [...new Set(cells.map(({ fault }) => fault))];
    const groups = new Map<string, string[]>();
    for (const fault of faults) {
      const seen = tellOutcome(
        cells.filter((cell) => cell.fault === fault),
        outcomes,
      );
      groups.set(seen, [...(groups.get(seen) ?? []), fault]);
    }
    return [...groups].map(([seen, names]) => [place, names.join(', '), seen, recordOf(seen), 'nothing']);
  });
}

/** What is seen of some cells: the same in every use, or each with its uses. */
function tellOutcome(cells: readonly Cell[], outcomes: Readonly<Record<string, string>>): string {
  const uses = new Map<string, string[]>();
  for (const cell of cells) {
    const told = outcomes[nameOf(cell)] ?? 'not tried';
    const seen = told in PROBLEMS ? `\`${told}\`, exit ${String(PROBLEMS[told as ProblemCode].exit)}` : told;
    uses.set(seen, [...(uses.get(seen) ?? []), cell.kind]);
  }
  if (uses.size === 1) return [...uses.keys()].join('');
  return [...uses].map(([seen, kinds]) => `${seen} (${kinds.join(', ')})`).join('; ');
}

function recordOf(seen: string): string {
  if (!seen.includes('`')) return 'as without';
  return seen.startsWith('`') && !seen.includes(';') ? '`failed`, with the code as `cause`' : 'what the user sees';
}

function placeOf(cell: Cell): string {
  return 'call' in cell ? cell.call : cell.stream;
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
