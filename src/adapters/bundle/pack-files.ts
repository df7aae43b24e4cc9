import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { FileToCarry } from '../../toolchain/index.ts';

/** A tar of these files of `folder`; nothing in it tells who has packed it, or when. Fails as reading a file does. */
export function packFiles(folder: string, files: readonly FileToCarry[]): AsyncIterable<Uint8Array> {
  const archive = pack();
  const add = async ({ path, place, size, isProgram, target }: FileToCarry): Promise<void> => {
    const header = { name: place, mtime: new Date(0), mode: isProgram ? 0o755 : 0o644 };
    if (target !== undefined) {
      archive.entry({ ...header, type: 'symlink', linkname: target });
      return;
    }
    await pipeline(createReadStream(join(folder, path)), archive.entry({ ...header, size }));
  };
  const addAll = async (): Promise<void> => {
    for (const file of files) await add(file);
    archive.finalize();
  };
  addAll().catch((error: unknown) => {
    archive.destroy(error as Error);
  });
  return archive as AsyncIterable<Uint8Array>;
}
