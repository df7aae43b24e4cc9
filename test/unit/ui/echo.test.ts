import { expect, test } from '@jest/globals';
import { unlessEcho } from '../../../src/ui/echo.ts';

test.each([
  ['is the last line', 'no space', 'out\nno space', undefined],
  ['is the last two lines', 'no space / left', 'out\nno space\n  left', undefined],
  ['is a long line cut short', 'no spa…', 'no space at all', undefined],
  ['stands further above', 'no space', 'no space\na\nb\nc', 'no space'],
  ['is in other words', 'failed on web1: no space', 'no space', 'failed on web1: no space'],
  ['is nowhere', undefined, 'no space', undefined],
])('a cause that %s is told only where it is news', (_title, cause, last, told) => {
  expect(unlessEcho(cause, last)).toBe(told);
});
