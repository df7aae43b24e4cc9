import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGuard } from '../../../../src/ui/ci/guard.ts';

const STOP = '::stop-commands::T\n';

function show(chunks: readonly string[]): string {
  const guard = createGuard('T');
  const shown = chunks.map((chunk) => guard.pass('stdout', Buffer.from(chunk, 'latin1')).toString('latin1')).join('');
  return shown + (guard.release()?.chunk.toString() ?? '');
}

describe('output that could be taken for commands of GitHub', () => {
  test.each([
    ['nothing of the kind', ['a::b\nstd::vector\n# [x]\n'], 'a::b\nstd::vector\n# [x]\n'],
    ['a command', ['one\n::error::x\ntwo\n'], `one\n${STOP}::error::x\ntwo\n::T::\n`],
    ['a command behind blanks', ['  ::error::x\n'], `${STOP}  ::error::x\n::T::\n`],
    ['an older command within a line', ['one\nsee ##[error]x\n'], `one\n${STOP}see ##[error]x\n::T::\n`],
    ['a command cut in two', [':', ':error::x\n'], `:\n${STOP}:error::x\n::T::\n`],
    ['a command behind a blank of Unicode', ['\xe3\x80\x80::error::x\n'], `${STOP}\xe3\x80\x80::error::x\n::T::\n`],
    ['a command behind blanks of its own', ['  ', '::error::x\n'], `  \n${STOP}::error::x\n::T::\n`],
    ['a command behind many blanks of its own', [' '.repeat(80), '::x\n'], `${' '.repeat(80)}\n${STOP}::x\n::T::\n`],
    ['a command behind a blank cut in two', ['\xe3\x80', '\x80::x\n'], `\xe3\x80\n${STOP}\x80::x\n::T::\n`],
    ['a command behind a byte order mark', ['\xef\xbb\xbf::x\n'], `${STOP}\xef\xbb\xbf::x\n::T::\n`],
    ['a change to UTF-16', ['\xff\xfe:\0:\0'], `${STOP}\xff\xfe:\0:\0\n::T::\n`],
    ['a change to UTF-16 cut in two', ['\xfe', '\xff\0:\0:'], `\xfe\n${STOP}\xff\0:\0:\n::T::\n`],
    ['a command behind a carriage return', ['x\r', '::x\n'], `x\r\n${STOP}::x\n::T::\n`],
    ['an older command cut in two', ['see #', '#[error]x\n'], `see #\n${STOP}#[error]x\n::T::\n`],
    ['a name with colons, cut before them', ['std', '::vector\n'], 'std::vector\n'],
    ['the same in a long line', ['x'.repeat(70) + ' '.repeat(70), '::y\n'], `${'x'.repeat(70)}${' '.repeat(70)}::y\n`],
    ['a bar that grows', ['###', '###', ' 100%\n'], '###### 100%\n'],
    ['a second command, and no newline at the end', ['::a::\n', '::b::'], `${STOP}::a::\n::b::\n::T::\n`],
    ['a colon that becomes none', ['note:', ' x\n'], 'note: x\n'],
  ])('%s', (_, chunks, expected) => {
    expect(show(chunks)).toBe(expected);
  });

  test('never gets through, however it is cut, and nothing else is changed', () => {
    const part = fc.constantFrom('::', ':', '##[', '#', '[', '\n', ' ', ' '.repeat(70), 'error', 'x');
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''))), (chunks) => {
        const shown = show(chunks);
        const text = chunks.join('');
        const free = shown.includes(STOP) ? shown.slice(0, shown.indexOf(STOP)) : shown;
        expect(free).not.toMatch(/^[ \t]*::|##\[/m);
        const restored = shown.replace(STOP, '').replace(/\n?::T::\n$/, '');
        expect(restored.replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
      }),
    );
  });
});
