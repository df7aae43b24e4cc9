import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import writeFileAtomic from 'write-file-atomic';
import type { RecordStore } from '../../record/index.ts';
import { writeFailure } from './failures.ts';
import { openJournalFile } from './journal-file.ts';
import { isAlive, takeLock } from './lock-file.ts';

/** Records as files of the workspace, readable by their owner alone. */
export function createRecordStore(): RecordStore {
  return {
    makeDirectory,
    async save(path, text, mode = 0o600) {
      await writeFileAtomic(path, text, { mode }).catch(async (error: unknown) => {
        if (isFull(error) && (await replaceInPlace(path, text))) return;
        throw writeFailure(error, path);
      });
    },
    openJournal: openJournalFile,
    lock: takeLock,
    list: listFiles,
    async names(directory) {
      return (await readdir(directory).catch(absent<string[]>([]))).sort();
    },
    read: (path) => readFile(path, 'utf8').catch(absent(undefined)),
    lines,
    mayBeAlive: ({ pid, host }) => host !== hostname() || isAlive({ pid }),
  };
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    // On a read-only disk the recursive form says ENOENT; what stands in the way is told by the nearest folder that exists.
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? await refusalAbove(path) : undefined;
    throw writeFailure(reason ?? error, path);
  }
}

async function refusalAbove(path: string): Promise<unknown> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK);
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
    }
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A disk block: a file that stays within the one it has needs no further space. */
const BLOCK_BYTES = 4096;

/** The last word on a full disk: a small file that is there already is written over where it lies. */
async function replaceInPlace(path: string, text: string): Promise<boolean> {
  if (Buffer.byteLength(text) > BLOCK_BYTES) return false;
  try {
    const file = await open(path, 'r+');
    try {
      if ((await file.stat()).size === 0) return false;
      await file.write(text, 0);
      await file.truncate(Buffer.byteLength(text));
      return true;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return value;
    throw error;
  };
}

async function listFiles(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(absent([]));
  // Caches of tools (.terraform, .ansible) are theirs, not results of the action.
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.slice(directory.length).includes('/.'));
  const found = await Promise.all(
    files.map(async (entry): Promise<[string, string][]> => {
      const path = `${entry.parentPath}/${entry.name}`;
      const info = await stat(path).catch(absent(undefined));
      return info === undefined
        ? []
        : [[path.slice(directory.length + 1), `${String(info.size)} ${String(info.mtimeMs)}`]];
    }),
  );
  return new Map(found.flat());
}

async function* lines(path: string): AsyncGenerator<string> {
  if ((await stat(path).catch(absent(undefined))) === undefined) return;
  yield* createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
}
