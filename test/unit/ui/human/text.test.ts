import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawTable } from '../../../../src/ui/human/table.ts';
import { makePlain, makeVisible } from '../../../../src/ui/human/visible.ts';
import { cutWindow, measureWidth } from '../../../../src/ui/human/width.ts';
import { formatDuration, table } from '../../../../src/ui/index.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'é', '数', '🎉', '👩‍👩‍👧', ' ', 'z'), maxLength: 30 });

describe('a duration', () => {
  test.each([
    [-5, '0 ms'],
    [0.4, '0 ms'],
    [820, '820 ms'],
    [999.6, '1.0 s'],
    [4_230, '4.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 m 00 s'],
    [65_000, '1 m 05 s'],
    [3_599_600, '1 h 00 m'],
    [7_620_000, '2 h 07 m'],
  ])('of %d ms is %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});

describe('control characters', () => {
  test('become visible one for one, so that columns stay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = makeVisible(text);
        expect(shown).toHaveLength(text.length);
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
    expect(makeVisible('a\n\tb\u007f', '\n')).toBe('a\n␉b␡');
  });

  test('of progress are dropped with what they would have overwritten', () => {
    expect(makePlain('10%\r\u001b[32m20%\u001b[0m\u001b[K\r\n')).toBe('20%');
  });
});

describe('a text cut to a window', () => {
  test('is never wider than it, and whole when it fits', () => {
    fc.assert(
      fc.property(words, fc.nat(20), fc.integer({ min: 3, max: 20 }), (text, start, columns) => {
        expect(measureWidth(cutWindow(text, start, columns))).toBeLessThanOrEqual(columns);
        if (measureWidth(text) <= columns) expect(cutWindow(text, 0, columns)).toBe(text);
      }),
    );
  });
});

describe('a table', () => {
  test('fits the terminal whatever is in it, as long as its columns can be shortened', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, words, words), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 16, max: 60 }),
        (rows, columns) => {
          const view = table({
            rows,
            empty: '',
            columns: ([0, 1, 2] as const).map((index) => ({
              title: `c${index}`,
              value: (row: readonly string[]) => row[index],
            })),
          });
          for (const line of drawTable(view, (text) => text, columns))
            expect(measureWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  test('with one enormous cell is drawn at once', () => {
    const view = table({
      rows: ['x'.repeat(1_000_000)],
      empty: '',
      columns: [{ title: 'c', value: (row: string) => row }],
    });
    expect(drawTable(view, (text) => text, 10)).toEqual(['C', `${'x'.repeat(9)}…`]);
  });
});
