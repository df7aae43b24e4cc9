import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDemultiplexer } from '../../../../src/adapters/engine/demultiplex.ts';

interface Frame {
  readonly stream: 1 | 2;
  readonly payload: Uint8Array;
}

const encode = (frames: readonly Frame[]): Buffer =>
  Buffer.concat(
    frames.flatMap(({ stream, payload }) => {
      const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(payload.length, 4);
      return [header, payload];
    }),
  );

const split = (chunks: Iterable<Buffer>): { out: Buffer; err: Buffer; order: string } => {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let order = '';
  const write = createDemultiplexer(
    (chunk) => {
      out.push(Buffer.from(chunk));
      order += 'o';
    },
    (chunk) => {
      err.push(Buffer.from(chunk));
      order += 'e';
    },
  );
  for (const chunk of chunks) write(chunk);
  return { out: Buffer.concat(out), err: Buffer.concat(err), order };
};

function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

const frames = fc.array(
  fc.record({ stream: fc.constantFrom(1 as const, 2 as const), payload: fc.uint8Array({ maxLength: 9000 }) }),
  { maxLength: 40 },
);

describe('the demultiplexer', () => {
  test('gives every byte to its stream, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (given, sizes) => {
        const { out, err } = split(cut(encode(given), sizes));
        expect(
          out.equals(Buffer.concat(given.filter((frame) => frame.stream === 1).map((frame) => frame.payload))),
        ).toBe(true);
        expect(
          err.equals(Buffer.concat(given.filter((frame) => frame.stream === 2).map((frame) => frame.payload))),
        ).toBe(true);
      }),
    );
  });

  test('keeps the order of the streams within a piece', () => {
    const line = (stream: 1 | 2): Frame => ({ stream, payload: Buffer.from('x') });
    expect(split([encode([line(1), line(1), line(2), line(1), line(2), line(2)])]).order).toBe('oeoe');
  });

  test('passes what is there on without waiting for the rest of its frame', () => {
    const bytes = encode([{ stream: 1, payload: Buffer.from('hello') }]);
    expect(split([bytes.subarray(0, 10)]).out.toString()).toBe('he');
  });

  test.each([1, 20, 80])('takes a piece of 64 KiB full of frames of %i bytes', (payloadBytes) => {
    const frame = encode([{ stream: 1, payload: Buffer.alloc(payloadBytes, 'x') }]);
    const piece = Buffer.concat(Array.from({ length: Math.floor(65_536 / frame.length) }, () => frame));
    let bytes = 0;
    const write = createDemultiplexer(
      (chunk) => {
        bytes += chunk.length;
      },
      () => undefined,
    );
    // 12.5 MiB of it; docker-modem's own needs minutes or overflows the stack.
    for (let turn = 0; turn < 200; turn++) write(piece);
    expect(bytes).toBe((200 * piece.length * payloadBytes) / frame.length);
  });
});
