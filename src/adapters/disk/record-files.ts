import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rmdir, stat, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { RecordStore } from '../../record/index.ts';
import { writeFailure } from './failures.ts';
import { isAbsent, unreadable } from './unreadable.ts';

const PIECE_BYTES = 256 * 1024;

/** Up to 256 KiB of a file from `offset` on; empty at its end, or where there is none. */
export async function readFrom(path: string, offset: number): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return Buffer.alloc(0);
    throw unreadable(path, error);
  }
}

/** SHA-256 of a file in hex; undefined where it cannot be read. */
export async function hashFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    const { size } = await stat(path);
    // A stream costs a millisecond by itself.
    if (size <= PIECE_BYTES) return hash.update(await readFile(path)).digest('hex');
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

export const removing: Pick<RecordStore, 'remove' | 'removeFolder'> = {
  async remove(path) {
    try {
      const { size } = await stat(path);
      await unlink(path);
      return size;
    } catch (error) {
      if (isAbsent(error)) return 0;
      throw writeFailure(error, path);
    }
  },
  async removeFolder(path) {
    // One that is not empty, or not ours, stays.
    await rmdir(path).catch(() => undefined);
  },
};
