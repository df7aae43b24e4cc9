import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPainter, textOf } from '../../../../src/record/export/paint.ts';

const show = (raw: string): string => textOf(createPainter()(raw));

describe('what a terminal would show at last', () => {
  test.each([
    ['a progress bar leaves its last state', 'load  5%\rload 50%\rload 100%', 'load 100%'],
    ['a shorter state leaves the end of a longer one', '100 left\r9', '900 left'],
    ['unless that is erased', '100 left\r\u001b[K9 left', '9 left'],
    ['a whole line is erased', 'loading\u001b[2K\rdone', 'done'],
    ['a backspace goes back, and removes nothing', 'ab\b\bX', 'Xb'],
    ['the cursor goes to a column', 'abcdef\u001b[3GX', 'abXdef'],
    ['and beyond the end', 'a\u001b[3Cb', 'a   b'],
    ['links are their text', '\u001b]8;;https://example.com\u0007here\u001b]8;;\u0007', 'here'],
    ['titles of windows are nothing', '\u001b]0;evil\u001b\\text', 'text'],
    ['nor is what is cut off', 'text\u001b[38;5', 'text'],
    ['nor are bells, NULs and 8-bit controls', 'a\u0007b\u0000c\u009bd', 'abcd'],
    ['tabs stay', 'a\tb', 'a\tb'],
  ])('%s', (_title, raw, shown) => {
    expect(show(raw)).toBe(shown);
  });

  test('a cursor sent far away costs little', () => {
    expect(show('\u001b[999999999Cx\ry').length).toBeLessThan(70_000);
  });

  test('no control character is left, whatever comes', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\u001b', '[', ']', '3', ';', 'm', 'K', '\r', '\b', 'x', '\u009b', 'G'),
    });
    fc.assert(
      fc.property(nasty, (raw) => {
        expect(show(raw)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe('colours', () => {
  test('of 16, 256 and all colours are told apart, and carry over to the next line', () => {
    const paint = createPainter();
    expect(paint('\u001b[1;31mred\u001b[0m \u001b[38;5;208morange\u001b[38;2;1;2;3mrgb')).toEqual([
      { text: 'red', look: { bold: true, foreground: 1 } },
      { text: ' ', look: {} },
      { text: 'orange', look: { foreground: 208 } },
      { text: 'rgb', look: { foreground: [1, 2, 3] } },
    ]);
    expect(paint('next\u001b[39m line')).toEqual([
      { text: 'next', look: { foreground: [1, 2, 3] } },
      { text: ' line', look: {} },
    ]);
  });

  test('every attribute goes on and off', () => {
    const on = { bold: true, dim: true, italic: true, underline: true, inverse: true, hidden: true, strike: true };
    const [run] = createPainter()('\u001b[1;2;3;4;7;8;9;95;104mx');
    expect(run?.look).toEqual({ ...on, foreground: 13, background: 12 });
    const off = createPainter()('\u001b[1;2;3;4;7;8;9;95;104m\u001b[22;23;24;27;28;29;39;49mx');
    expect(off).toEqual([{ text: 'x', look: {} }]);
  });

  test('that are not complete or too large are passed over', () => {
    expect(createPainter()('\u001b[38;5;999mx\u001b[38;2;1my')).toEqual([{ text: 'xy', look: {} }]);
  });
});
