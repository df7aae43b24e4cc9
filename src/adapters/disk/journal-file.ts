import { createWriteStream, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Journal } from '../../record/index.ts';
import { writeFailure } from './failures.ts';

/** A journal as a file that only grows, readable by its owner alone. */
export async function openJournalFile(path: string): Promise<Journal> {
  const fd = await openForAppend(path);
  const stream = createWriteStream(path, { fd, highWaterMark: 1024 * 1024 });
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

function openForAppend(path: string): Promise<number> {
  try {
    return Promise.resolve(openSync(path, 'a', 0o600));
  } catch (error) {
    return Promise.reject(writeFailure(error, path));
  }
}

function createWait(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
