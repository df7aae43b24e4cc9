/** Takes the payload of one or more frames of one stream, in order. */
export type Sink = (chunk: Buffer) => void;

const HEADER_BYTES = 8;
/** Payloads below this are gathered into one chunk: passing each on alone costs more than copying it. */
const GATHER_BYTES = 4096;
const STDERR = 2;

/** A function that takes the engine's multiplexed output in pieces cut anywhere and gives it to `stdout` and `stderr`; linear in the bytes, and nothing is kept back but cut headers. `onGarbage` is told of what no engine sends; everything from there on is dropped. */
export function createDemultiplexer(stdout: Sink, stderr: Sink, onGarbage: () => void = () => undefined): Sink {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerFilled = 0;
  let payloadLeft = 0;
  let sink = stdout;
  let isLost = false;

  return (chunk) => {
    let gathered: Buffer | undefined;
    let start = 0;
    let end = 0;
    const flush = (): void => {
      if (gathered !== undefined && end > start) sink(gathered.subarray(start, end));
      start = end;
    };
    const take = (from: number, to: number): void => {
      if (to - from >= GATHER_BYTES) {
        flush();
        sink(chunk.subarray(from, to));
        return;
      }
      gathered ??= Buffer.allocUnsafe(chunk.length);
      end += copyBytes(chunk, gathered, { at: end, from, to });
    };

    let position = 0;
    while (position < chunk.length && !isLost) {
      if (payloadLeft === 0) {
        const from = position;
        position += copyBytes(chunk, header, {
          at: headerFilled,
          from,
          to: Math.min(chunk.length, from + HEADER_BYTES - headerFilled),
        });
        headerFilled += position - from;
        if (headerFilled < HEADER_BYTES) break;
        headerFilled = 0;
        if (!isHeader(header)) {
          isLost = true;
          onGarbage();
          break;
        }
        payloadLeft = header.readUInt32BE(4);
        const next = header[0] === STDERR ? stderr : stdout;
        if (next !== sink) flush();
        sink = next;
        continue;
      }
      const to = Math.min(chunk.length, position + payloadLeft);
      take(position, to);
      payloadLeft -= to - position;
      position = to;
    }
    flush();
  };
}

// The stream's number and three zeros; see "Stream format" of the Engine API's attach.
function isHeader(header: Buffer): boolean {
  return (header[0] ?? 0) <= STDERR && header[1] === 0 && header[2] === 0 && header[3] === 0;
}

// Below some 30 bytes a loop is several times faster than the call into native code.
function copyBytes(
  source: Buffer,
  target: Buffer,
  range: { readonly at: number; readonly from: number; readonly to: number },
): number {
  const { at, from, to } = range;
  if (to - from > 32) return source.copy(target, at, from, to);
  for (let index = 0; index < to - from; index++) target[at + index] = source[from + index] ?? 0;
  return to - from;
}
