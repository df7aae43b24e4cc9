import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEndMarkFilter } from '../../../../src/adapters/engine/end-mark.ts';

const MARK = '\0secret 42\n';
const push = (pieces: readonly Buffer[]): { text: string; status: number | undefined } => {
  const filter = createEndMarkFilter('secret');
  const text =
    pieces.map((piece) => filter.push(piece).toString('latin1')).join('') + filter.flush().toString('latin1');
  return { text, status: filter.status };
};

describe('the filter of the end mark', () => {
  test('takes the mark out, wherever it is cut, and nothing else', () => {
    const output = fc
      .array(fc.constantFrom('a', '\0', '\0sec', '\0secret', '\n', '\0\0'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(output, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (text, sizes) => {
        const bytes = Buffer.from(text + MARK, 'latin1');
        const pieces: Buffer[] = [];
        for (let start = 0, turn = 0; start < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(bytes.subarray(start, start + size));
          start += size;
        }
        expect(push(pieces)).toEqual({ text, status: 42 });
      }),
    );
  });

  test('lets nothing through after the mark, and still hears words', () => {
    const words: string[] = [];
    const filter = createEndMarkFilter('secret', (word) => words.push(word.toString()));
    expect(filter.push(Buffer.from('out\0secret 42\nlate\0sec')).toString()).toBe('out');
    expect(filter.push(Buffer.from('ret ~\n\0secret 7\n')).toString()).toBe('');
    expect({ words, status: filter.status }).toEqual({ words: ['~', '7'], status: 42 });
  });

  test('holds nothing back that cannot become the mark', () => {
    const filter = createEndMarkFilter('secret');
    expect(filter.push(Buffer.from('Password: ')).toString()).toBe('Password: ');
    expect(filter.push(Buffer.from('\0sex')).toString()).toBe('\0sex');
    expect(filter.push(Buffer.from('\0se')).toString()).toBe('');
    expect(filter.push(Buffer.from('x')).toString()).toBe('\0sex');
  });

  test('hands on what else the supervisor says, wherever it is cut, and takes it out', () => {
    const text = `a\0secret +1 one\nb\0secret =1 two\n\0secret \nc${MARK}`;
    for (let at = 0; at <= text.length; at += 1) {
      const words: string[] = [];
      const filter = createEndMarkFilter('secret', (word) => words.push(word.toString()));
      const shown = [text.slice(0, at), text.slice(at)].map((piece) => filter.push(Buffer.from(piece)).toString());
      expect({ shown: shown.join(''), words, status: filter.status }).toEqual({
        shown: 'abc',
        words: ['+1 one', '=1 two', ''],
        status: 42,
      });
    }
  });

  test('drops what comes after the mark, and gives back what was held when there is none', () => {
    expect(push([Buffer.from(`a${MARK}late`), Buffer.from('later')])).toEqual({ text: 'a', status: 42 });
    expect(push([Buffer.from('a\0secret 4')])).toEqual({ text: 'a\0secret 4', status: undefined });
  });

  test('says that memory ran out where the mark does', () => {
    const filter = createEndMarkFilter('secret');
    expect(filter.push(Buffer.from('out\0secret 137 oom\n')).toString()).toBe('out');
    expect({ status: filter.status, note: filter.note }).toEqual({ status: 137, note: 'oom' });
  });
});
