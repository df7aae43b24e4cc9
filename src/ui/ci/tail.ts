import { stripVTControlCharacters } from 'node:util';

const MOST_BYTES = 2048;
const MOST_LINES = 10;

/** Remembers the end of what was printed. */
export interface Tail {
  push(chunk: Buffer): void;
  /** The last lines as plain text; then it is empty again. */
  take(): string;
}

/** Makes a tail of ten lines or 2 KiB. */
export function createTail(): Tail {
  let kept: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = chunk.length >= MOST_BYTES ? chunk : Buffer.concat([kept, chunk]);
      kept = Buffer.from(bytes.subarray(-MOST_BYTES));
    },
    take() {
      const lines = stripVTControlCharacters(kept.toString()).replaceAll('\r\n', '\n').trimEnd().split('\n');
      kept = Buffer.alloc(0);
      return lines.slice(-MOST_LINES).join('\n');
    },
  };
}
