import { isUtf8 } from 'node:buffer';
import type { OutputStream, RunEvent } from '../events.ts';
import type { Journal } from './ports.ts';
import type { JournalLine } from './record.ts';

/** Writes output events as journal lines; a character split over two chunks stays whole. */
export function createJournalWriter(
  journal: Journal,
  elapsedMs: () => number,
): {
  append(event: RunEvent): Promise<void> | undefined;
  /** Writes what was held back. */
  flush(): Promise<void>;
} {
  const held: Record<OutputStream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const write = (stream: OutputStream, bytes: Buffer): Promise<void> | undefined => {
    if (bytes.length === 0) return undefined;
    const content = isUtf8(bytes) ? { d: bytes.toString('utf8') } : { b: bytes.toString('base64') };
    const line: JournalLine = { t: Math.round(elapsedMs()), s: stream, ...content };
    return journal.append(JSON.stringify(line));
  };
  return {
    append(event) {
      if (event.name !== 'output.written') return undefined;
      const { stream, chunk } = event;
      const bytes = held[stream].length === 0 ? chunk : Buffer.concat([held[stream], chunk]);
      const tail = unfinishedCharacter(bytes);
      held[stream] = Buffer.from(bytes.subarray(bytes.length - tail));
      return write(stream, bytes.subarray(0, bytes.length - tail));
    },
    async flush() {
      await write('stdout', held.stdout);
      await write('stderr', held.stderr);
    },
  };
}

/** How many bytes at the end begin a UTF-8 character that is not complete: 0 to 3. */
function unfinishedCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}
