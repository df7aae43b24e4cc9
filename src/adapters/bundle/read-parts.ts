import { createReadStream } from 'node:fs';
import { extract } from 'tar-stream';
import { isProblem, Problem } from '../../errors.ts';
import type { FoundPart } from '../../toolchain/index.ts';

const CHUNK = 1024 * 1024;

/** See BundleFiles.read. */
export async function* readParts(path: string, signal: AbortSignal): AsyncGenerator<FoundPart> {
  const fail = (error: unknown): never => {
    throw describe(error, path, signal);
  };
  const entries = extract();
  const file = createReadStream(path, { highWaterMark: CHUNK, signal });
  file.on('error', (error) => {
    entries.destroy(error);
  });
  // It comes out where the bytes are read.
  entries.on('error', () => undefined);
  try {
    for await (const entry of file.pipe(entries)) {
      const { name, size, type } = entry.header;
      if (type !== 'file') throw refuse(path, `it is no bundle: ${name} is no file`);
      yield { path: name, size, contents: explain(entry as AsyncIterable<Uint8Array>, fail) };
      // Whoever does not want it leaves it.
      entry.resume();
    }
  } catch (error) {
    fail(error);
  } finally {
    file.destroy();
    entries.destroy();
  }
}

async function* explain(
  source: AsyncIterable<Uint8Array>,
  fail: (error: unknown) => never,
): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    fail(error);
  }
}

function describe(error: unknown, path: string, signal: AbortSignal): Problem {
  if (signal.aborted) return new Problem('INTERRUPTED', `interrupted while reading ${path}`, { hint: 'load it again' });
  if (isProblem(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined)
    return new Problem(
      'FILE_UNREADABLE',
      `${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}`,
      {
        hint: 'name the file that toolchain bundle has written',
        cause: error,
      },
    );
  const reason = /unexpected end/i.test(message) ? 'it is cut short' : 'it is no bundle';
  return refuse(path, reason, error);
}

function refuse(path: string, reason: string, cause?: unknown): Problem {
  return new Problem('BUNDLE_INVALID', `${path} is not loaded: ${reason}`, {
    hint: 'copy it again from where it was written; nothing of it has been used',
    cause,
  });
}
