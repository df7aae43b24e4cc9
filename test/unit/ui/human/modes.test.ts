import { describe, expect, test } from '@jest/globals';
import { createScreenModes } from '../../../../src/ui/human/modes.ts';

function restore(...chunks: readonly string[]): string {
  const modes = createScreenModes();
  for (const chunk of chunks) modes.observe(Buffer.from(chunk));
  return modes.restore();
}

describe('a terminal that a full-screen program has been cut off from', () => {
  test.each([
    ['nothing done', ['plain \u001b[31mred\u001b[0m'], ''],
    ['another screen', ['\u001b[?1049h\u001b[2J'], '\u001b[?1049l'],
    ['a hidden cursor', ['\u001b[?25l'], '\u001b[?25h'],
    ['several modes at once', ['\u001b[?1000;1006h'], '\u001b[?1000l\u001b[?1006l'],
    ['a sequence cut in two', ['a\u001b[?20', '04h'], '\u001b[?2004l'],
    ['a sequence cut behind its first byte', ['a\u001b', '[?1049h'], '\u001b[?1049l'],
    ['everything undone already', ['\u001b[?1049h\u001b[?25l', '\u001b[?25h\u001b[?1049l'], ''],
    ['a mode that is not ours to touch', ['\u001b[?7h'], ''],
  ])('is put back: %s', (_, chunks, expected) => {
    expect(restore(...chunks)).toBe(expected);
  });

  test('is put back once', () => {
    const modes = createScreenModes();
    modes.observe(Buffer.from('\u001b[?1049h'));
    modes.restore();
    expect(modes.restore()).toBe('');
  });
});
