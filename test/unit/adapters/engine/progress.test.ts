import { describe, expect, test } from '@jest/globals';
import { createProgressReader } from '../../../../src/adapters/engine/progress.ts';

const read = (bytes: Buffer, pieceBytes: number): string[] => {
  const lines: string[] = [];
  const reader = createProgressReader((line) => lines.push(line));
  for (let start = 0; start < bytes.length; start += pieceBytes) reader(bytes.subarray(start, start + pieceBytes));
  return lines;
};

describe('the progress of a pull', () => {
  test.each([1, 3, 1000])('is one line a message, in pieces of %i bytes too', (pieceBytes) => {
    const messages = [
      { status: 'Pulling from library/grün', id: 'latest' },
      { status: 'Downloading', progressDetail: { current: 1_234_567, total: 9_000_000 }, id: 'abc' },
      { status: 'Download complete', progressDetail: {}, id: 'abc' },
      { status: 'Download complete', progressDetail: {}, id: 'abc' },
      { status: 'Digest: sha256:1' },
    ];
    const bytes = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''));
    expect(read(bytes, pieceBytes)).toEqual([
      'latest: Pulling from library/grün',
      'abc: Downloading 1.2 of 9.0 MB',
      'abc: Download complete',
      'Digest: sha256:1',
    ]);
  });

  test('fails on an error the engine reports in the middle of a good answer', () => {
    const bytes = Buffer.from(
      '{"status":"Pulling"}\n{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}\n',
    );
    expect(() => read(bytes, 5)).toThrow('manifest unknown');
  });
});
