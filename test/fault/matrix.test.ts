import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CALLS, STREAMS, chooseCells, listCells, nameOf } from '../support/faults/faults.ts';
import type { Cell } from '../support/faults/faults.ts';
import { runCell, type Seen } from '../support/faults/run-cell.ts';
import { closeRegistry } from '../support/faults/uses.ts';
import { closeWorkspaces } from '../support/workspaces.ts';

// A silent engine is waited for.
jest.setTimeout(600_000);
afterEach(closeWorkspaces);
afterAll(closeRegistry);

/** What came of every cell when the whole matrix was run last; docs/reliability.md is made of it. */
const OUTCOMES = path.join(import.meta.dirname, 'matrix.json');
/** Cells that run at the same time: most of their time is waiting. */
const AT_ONCE = 4;

const wanted = process.env.FAULTS;
const cells =
  wanted === undefined
    ? chooseCells()
    : listCells().filter((cell) => nameOf(cell).includes(wanted.replace(/^\.$/, '')));
const placeOf = (cell: Cell): string => ('call' in cell ? cell.call : cell.stream);
const places = [...Object.keys(CALLS), ...Object.keys(STREAMS)].filter((place) =>
  cells.some((cell) => placeOf(cell) === place),
);

describe('whatever happens at', () => {
  test.each(places)('%s, a run succeeds or says what is wrong, records it and leaves nothing', async (place) => {
    const known = JSON.parse(await readFile(OUTCOMES, 'utf8')) as Record<string, string>;
    const queue = cells.filter((cell) => placeOf(cell) === place);
    const outcomes: Record<string, string> = {};
    const broken: Record<string, unknown> = {};
    const work = async (): Promise<void> => {
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
        const seen = await runTwice(cell, known);
        outcomes[nameOf(cell)] = seen.outcome;
        if (seen.broken.length > 0) broken[nameOf(cell)] = seen;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(broken).toEqual({});
    if (wanted === undefined) expect(Object.entries(outcomes).filter((each) => !isExpected(each, known))).toEqual([]);
    else await writeFile(OUTCOMES, `${JSON.stringify(sorted({ ...known, ...outcomes }), null, 2)}\n`);
  });
});

test('the page on reliability has the outcome of every cell, and of no other', async () => {
  const known = JSON.parse(await readFile(OUTCOMES, 'utf8')) as Record<string, string>;
  expect(Object.keys(known).sort()).toEqual(listCells().map(nameOf).sort());
});

/** Once more where something is not as it should be: on a busy machine a time limit may have come first. What is broken is so again. */
async function runTwice(cell: Cell, known: Readonly<Record<string, string>>): Promise<Seen> {
  const seen = await runCell(cell);
  const isAsKnown = wanted !== undefined || isExpected([nameOf(cell), seen.outcome], known);
  return seen.broken.length === 0 && isAsKnown ? seen : runCell(cell);
}

/** What a transfer that breaks off is taken for depends on which end notices first; both say that nothing has run. */
const ALIKE: readonly string[] = ['ENGINE_UNREACHABLE', 'ENGINE_FAILED'];

/** Where the engine is too slow for what was made ahead, the job gets a container made now, and nothing of the fault is seen. */
function isExpected([name, outcome]: [string, string], known: Readonly<Record<string, string>>): boolean {
  if (name.startsWith('copy · files') && ALIKE.includes(outcome)) return ALIKE.includes(known[name] ?? '');
  return known[name] === outcome || (/^(ahead|again|parked) /.test(name) && outcome === 'as without');
}

/** In the order of the tables. */
function sorted(outcomes: Readonly<Record<string, string>>): Record<string, string> {
  const names = listCells().map(nameOf);
  return Object.fromEntries(names.flatMap((name) => (outcomes[name] === undefined ? [] : [[name, outcomes[name]]])));
}
