import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordStore } from '../../record/index.ts';

/** Clocks of file systems tick in milliseconds, on some in seconds: a folder younger than this may change again unseen. */
const SETTLED_MS = 2_000;

/**
 * What was read from folders of records before, in `directory`, its owner's alone; nothing is kept without one. Asks the disk directly:
 * there are hundreds of small files, and each detour through the thread pool takes longer than the answer.
 */
export function createRecordIndex(
  directory: string | undefined,
): Pick<RecordStore, 'folderMark' | 'readIndex' | 'keepIndex'> {
  const fileOf = (root: string, folder: string): string => {
    const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
    return join(root, 'records', `${name}.ndjson`);
  };
  return {
    folderMark(path) {
      try {
        const { mtimeNs, ino, mtimeMs } = statSync(path, { bigint: true });
        const isSettled = Math.abs(Date.now() - Number(mtimeMs)) > SETTLED_MS;
        return Promise.resolve(isSettled ? `${String(ino)} ${String(mtimeNs)}` : undefined);
      } catch {
        return Promise.resolve(undefined);
      }
    },
    readIndex(folder) {
      if (directory === undefined) return Promise.resolve(undefined);
      try {
        return Promise.resolve(readFileSync(fileOf(directory, folder), 'utf8'));
      } catch {
        return Promise.resolve(undefined);
      }
    },
    async keepIndex(folder, text) {
      if (directory === undefined) return;
      try {
        await mkdir(join(directory, 'records'), { recursive: true, mode: 0o700 });
        const file = fileOf(directory, folder);
        const draft = `${file}.${String(process.pid)}`;
        await writeFile(draft, text, { mode: 0o600 });
        await rename(draft, file);
      } catch {
        // A full or read-only home.
      }
    },
  };
}
