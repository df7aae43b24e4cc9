import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Journal } from '../../record/index.ts';
import { writeFailure } from './failures.ts';

/** A journal as a file that only grows, readable by its owner alone. */
export async function openJournalFile(path: string): Promise<Journal> {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600, highWaterMark: 1024 * 1024 });
  let failure: unknown;
  // All who wait share one promise: a listener for each would soon be too many.
  let drained: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  const release = (): void => {
    drained?.resolve();
    drained = undefined;
  };
  stream.on('drain', release);
  stream.on('close', release);
  stream.on('error', (error) => {
    failure ??= error;
    release();
  });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw writeFailure(error, path);
  }
  return {
    append(line) {
      // After a failure the action goes on; close() tells of it once.
      if (failure !== undefined || stream.write(`${line}\n`)) return undefined;
      drained ??= createWait();
      return drained.promise;
    },
    async close() {
      if (failure === undefined) {
        stream.end();
        await finished(stream).catch((error: unknown) => {
          failure ??= error;
        });
      }
      stream.destroy();
      if (failure !== undefined) throw writeFailure(failure, path);
    },
  };
}

function createWait(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
