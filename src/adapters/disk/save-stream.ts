import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isProblem, Problem } from '../../errors.ts';

/**
 * Writes a file of any size: it is there completely, or what was there before is untouched. What is no plain file (/dev/stdout, a pipe) is
 * written to directly. Answers the number of bytes. Rejects with OUTPUT_UNWRITABLE, with INTERRUPTED once `signal` aborts, and as `pieces` do.
 */
export async function saveStream(path: string, pieces: AsyncIterable<string>, signal: AbortSignal): Promise<number> {
  const fail = (error: unknown): never => {
    throw isProblem(error) ? error : describe(error, path);
  };
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return writePieces(path, 'a', pieces, signal).catch(fail);
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const bytes = await writePieces(draft, 'wx', pieces, signal);
    await rename(draft, path);
    return bytes;
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    return fail(error);
  }
}

async function writePieces(
  path: string,
  flags: string,
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<number> {
  const file = await open(path, flags);
  try {
    let bytes = 0;
    for await (const piece of pieces) {
      if (signal.aborted) {
        throw new Problem('INTERRUPTED', 'interrupted while writing', { hint: `${path} is as before` });
      }
      const chunk = Buffer.from(piece);
      await file.writeFile(chunk);
      bytes += chunk.length;
    }
    // Pipes and devices know no sync.
    if (flags === 'wx') await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

function describe(error: unknown, path: string): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOSPC' ? 'the disk is full' : code === 'EISDIR' ? 'it is a folder' : message;
  return new Problem('OUTPUT_UNWRITABLE', `${path} cannot be written: ${reason}`, {
    hint: 'name another file with --file, or leave it out to write to stdout',
    cause: error,
  });
}
