import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAddMaskFilter, unescapeValue } from '../../../src/run/add-mask.ts';

function filter(...chunks: readonly string[]): { shown: string; values: string[] } {
  const values: string[] = [];
  const commands = createAddMaskFilter((value) => values.push(value));
  const parts = chunks.map((chunk) => Buffer.from(commands.push(Buffer.from(chunk))));
  return { shown: Buffer.concat([...parts, commands.flush()]).toString(), values };
}

describe('a line ::add-mask::VALUE', () => {
  test.each([
    ['alone', '::add-mask::s3cret\n', '', ['s3cret']],
    ['between others', 'a\n::add-mask::s3cret\nb\n', 'a\nb\n', ['s3cret']],
    ['twice', '::add-mask::one\n::add-mask::two\nend', 'end', ['one', 'two']],
    ['with CRLF, as terminals write it', 'a\r\n::add-mask::s3cret\r\nb\r\n', 'a\r\nb\r\n', ['s3cret']],
    ['after a carriage return', '50 %\r::add-mask::s3cret\nb', '50 %\rb', ['s3cret']],
    ['after blanks', 'a\n \t::add-mask::s3cret\nb', 'a\n \tb', ['s3cret']],
    ['without a line end, at the end', 'a\n::add-mask::s3cret', 'a\n', ['s3cret']],
    ['with no value', '::add-mask::\nb', 'b', ['']],
    ['with colons and blanks in it', '::add-mask::a::b c \n', '', ['a::b c ']],
    ['with escapes', '::add-mask::100%25%0Asecond%0D%0A%41\n', '', ['100%\nsecond\r\n%41']],
  ])('%s registers its value and is not shown', (_, text, shown, values) => {
    expect(filter(text)).toEqual({ shown, values });
    expect(filter(...Array.from(text))).toEqual({ shown, values });
  });

  test.each([
    ["+ echo '::add-mask::s3cret'\nnext\n", "+ echo '::add-mask::***\nnext\n"],
    ['{"msg": "::add-mask::s3cret"}', '{"msg": "::add-mask::***'],
    ['x ::add-mask::s3cret\r\nnext', 'x ::add-mask::***\r\nnext'],
  ])('in the middle of another hides the rest of that line and registers nothing: %j', (text, shown) => {
    expect(filter(text)).toEqual({ shown, values: [] });
    expect(filter(...Array.from(text))).toEqual({ shown, values: [] });
  });

  test('holds back no more than may become one', () => {
    const commands = createAddMaskFilter(() => undefined);
    expect(commands.push(Buffer.from('a\n::add')).toString()).toBe('a\n');
    expect(commands.push(Buffer.from('ress: ')).toString()).toBe('::address: ');
    expect(commands.push(Buffer.from('x:')).toString()).toBe('x');
    expect(commands.push(Buffer.from(' y')).toString()).toBe(': y');
  });

  test('gives ordinary chunks back as they are', () => {
    const commands = createAddMaskFilter(() => undefined);
    const chunk = Buffer.from('ordinary\n');
    expect(commands.push(chunk).buffer).toBe(chunk.buffer);
  });

  test('means the same however it is cut', () => {
    const piece = fc.constantFrom('::add-mask::', 'abc', '\n', '\r\n', '\r', ' ', ':', '::add-', 'x%0Ay');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), fc.array(fc.nat(60), { maxLength: 8 }), (pieces, cuts) => {
        const text = pieces.join('');
        const places = [...new Set(cuts.map((at) => at % (text.length + 1)))].sort((a, b) => a - b);
        const chunks = [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
        expect(filter(...chunks)).toEqual(filter(text));
      }),
      { numRuns: 1000 },
    );
  });
});

test('escapes are undone once, in any case', () => {
  expect(unescapeValue('%250A %0a %0D %25')).toBe('%0A \n \r %');
});
