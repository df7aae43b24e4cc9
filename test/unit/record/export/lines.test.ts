import { expect, test } from '@jest/globals';
import { type OutputLine, readLines } from '../../../../src/record/export/lines.ts';
import type { JournalLine } from '../../../../src/record/index.ts';
import { outputOf } from '../../../support/recordings.ts';

async function linesOf(...journal: readonly (string | JournalLine)[]): Promise<OutputLine[]> {
  const lines: OutputLine[] = [];
  for await (const line of readLines(outputOf(...journal))) lines.push(line);
  return lines;
}

test('lines of the two streams do not mix, and have the time they were complete at', async () => {
  const lines = await linesOf(
    { t: 5, s: 'stdout', d: 'be' },
    { t: 6, s: 'stderr', d: 'careful\r\nnow' },
    { t: 9, s: 'stdout', d: 'gun\nand' },
  );
  expect(lines).toEqual([
    { stream: 'stderr', atMs: 6, raw: 'careful' },
    { stream: 'stdout', atMs: 9, raw: 'begun' },
    { stream: 'stdout', atMs: 9, raw: 'and' },
    { stream: 'stderr', atMs: 9, raw: 'now' },
  ]);
});

test('characters in base64 stay whole where they are cut between two lines', async () => {
  const [first, second] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
  const lines = await linesOf(
    { t: 0, s: 'stdout', b: first.toString('base64') },
    { t: 1, s: 'stdout', b: Buffer.concat([second, Buffer.from('\n\xff\n', 'latin1')]).toString('base64') },
  );
  expect(lines.map(({ raw }) => raw)).toEqual(['ä', '\ufffd']);
});

test('a line without an end is cut instead of being kept', async () => {
  const lines = await linesOf('x'.repeat(150_000), 'y');
  expect(lines.map(({ raw }) => raw.length)).toEqual([65_536, 65_536, 18_929]);
});
