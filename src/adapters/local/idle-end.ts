import type { Readable } from 'node:stream';

const LOOK_MS = 100;
/** A pipe that nothing has come through for so long is held open by somebody who has nothing to do with the job any more. */
const IDLE_MS = 1_000;

/** Ends the stream of a process that has ended, where a daemon that got away still holds the other end. What is written by then is delivered, also to a slow reader. */
export function endWhenIdle(stream: Readable): void {
  if (stream.readableEnded || stream.destroyed) return;
  let idleMs = 0;
  let bytes = bytesOf(stream);
  const timer = setInterval(() => {
    const now = bytesOf(stream);
    // Null: nobody has begun to read.
    const isWaiting = now === bytes && stream.readableLength === 0 && stream.readableFlowing !== null;
    idleMs = isWaiting ? idleMs + LOOK_MS : 0;
    bytes = now;
    if (idleMs < IDLE_MS) return;
    clearInterval(timer);
    stream.on('error', () => undefined);
    stream.push(null);
  }, LOOK_MS);
  const stop = (): void => {
    clearInterval(timer);
  };
  stream.once('end', stop);
  stream.once('close', stop);
}

function bytesOf(stream: Readable): unknown {
  return 'bytesRead' in stream ? stream.bytesRead : 0;
}
