import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJournalWriter } from '../../../src/record/journal.ts';
import type { JournalLine } from '../../../src/record/record.ts';

function journalOf(chunks: readonly Buffer[]): JournalLine[] {
  const lines: JournalLine[] = [];
  const journal = {
    append: (line: string) => {
      lines.push(JSON.parse(line) as JournalLine);
      return undefined;
    },
    close: () => Promise.resolve(),
  };
  const writer = createJournalWriter(journal, () => 5.4);
  for (const chunk of chunks) void writer.append({ name: 'output.written', stream: 'stdout', chunk });
  void writer.flush();
  return lines;
}

const bytesOf = (lines: readonly JournalLine[]) =>
  Buffer.concat(lines.map(({ d, b }) => (d === undefined ? Buffer.from(b ?? '', 'base64') : Buffer.from(d))));

test('a line says when, where and what', () => {
  expect(journalOf([Buffer.from('hello\n')])).toEqual([{ t: 5, s: 'stdout', d: 'hello\n' }]);
});

test('a character cut in two stays text', () => {
  const snow = Buffer.from('snow: ☃!');
  expect(journalOf([snow.subarray(0, 7), snow.subarray(7)]).every(({ b }) => b === undefined)).toBe(true);
});

test('bytes that are no text come back as they were', () => {
  expect(journalOf([Buffer.from([0xff, 0xfe, 0x00])])).toEqual([{ t: 5, s: 'stdout', b: '//4A' }]);
});

test('whatever comes in whatever pieces, nothing is lost or changed', () => {
  const anything = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    ),
  );
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 5 }), (parts, size) => {
      const whole = Buffer.concat(parts);
      const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
        whole.subarray(at * size, (at + 1) * size),
      );
      expect(bytesOf(journalOf(chunks))).toEqual(whole);
    }),
  );
});
