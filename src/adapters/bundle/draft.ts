import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { isProblem, Problem } from '../../errors.ts';
import type { BundleDraft } from '../../toolchain/index.ts';

/** Of tar: everything begins at a multiple of it. */
const BLOCK = 512;
const CHUNK = 1024 * 1024;

/** See BundleFiles.create: a tar beside `path` that is renamed when it is whole. */
export async function createDraft(path: string, signal: AbortSignal): Promise<BundleDraft> {
  const draft = `${path}.${randomUUID()}.partial`;
  const fail = (error: unknown): never => {
    throw describe(error, path, signal);
  };
  const file = await open(draft, 'wx').catch(fail);
  let end = 0;
  let isOpen = true;
  const remove = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close().catch(() => undefined);
    await unlink(draft).catch(() => undefined);
  };
  return {
    async add(name, contents) {
      const part = await append(file, end, { contents, signal }).catch(fail);
      // How long it is shows only at its end: its place before was left free.
      await file.write(await encodeHeader(name, part.size), 0, BLOCK, end).catch(fail);
      end += BLOCK + roundUp(part.size);
      return { path: name, ...part };
    },
    async finish() {
      await closeArchive(file, end, draft, path).catch(fail);
      isOpen = false;
      return end + 2 * BLOCK;
    },
    [Symbol.asyncDispose]: remove,
  };
}

async function closeArchive(file: FileHandle, end: number, draft: string, path: string): Promise<void> {
  await file.write(Buffer.alloc(2 * BLOCK), 0, 2 * BLOCK, end);
  await file.sync();
  await file.close();
  await rename(draft, path);
}

/** Writes contents after the free place for their header, and zeros up to the next block. */
async function append(
  file: FileHandle,
  start: number,
  { contents, signal }: { readonly contents: AsyncIterable<Uint8Array> | string; readonly signal: AbortSignal },
): Promise<{ readonly size: number; readonly sha256: string }> {
  const sum = createHash('sha256');
  let size = 0;
  let failure: unknown;
  const write = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      sum.update(chunk);
      await file.write(chunk, 0, chunk.length, start + BLOCK + size).catch((error: unknown) => {
        failure = error;
        throw error;
      });
      size += chunk.length;
    }
  };
  if (typeof contents === 'string') await write(Readable.from([Buffer.from(contents)]));
  else
    await pipeline(contents, createGzip({ chunkSize: CHUNK }), write, { signal }).catch((error: unknown) => {
      // A pipeline tells that it was given up, and not always why.
      throw failure ?? error;
    });
  const padding = roundUp(size) - size;
  await file.write(Buffer.alloc(padding), 0, padding, start + BLOCK + size);
  return { size, sha256: sum.digest('hex') };
}

const roundUp = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** Nothing in it depends on who writes it, or when. */
async function encodeHeader(name: string, size: number): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, size, mode: 0o644, mtime: new Date(0) });
  const [header] = (await once(archive, 'data')) as [Buffer];
  archive.destroy();
  return header.subarray(0, BLOCK);
}

function describe(error: unknown, path: string, signal: AbortSignal): Problem {
  if (signal.aborted)
    return new Problem('INTERRUPTED', `interrupted while writing ${path}`, { hint: 'it is not there' });
  if (isProblem(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new Problem('OUTPUT_UNWRITABLE', `${path} cannot be written: ${isFull ? 'the disk is full' : message}`, {
    hint: isFull ? 'name a file on another disk; what is free: df -h' : 'name a file in a folder you may write to',
    cause: error,
  });
}
