import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import writeFileAtomic from 'write-file-atomic';
import type { RecordStore } from '../../record/index.ts';
import { writeFailure } from './failures.ts';
import { openJournalFile } from './journal-file.ts';
import { isAlive, takeLock } from './lock-file.ts';

/** Records as files of the workspace, readable by their owner alone. */
export function createRecordStore(): RecordStore {
  return {
    async makeDirectory(path) {
      await mkdir(path, { recursive: true }).catch((error: unknown) => {
        throw writeFailure(error, path);
      });
    },
    async save(path, text) {
      await writeFileAtomic(path, text, { mode: 0o600 }).catch((error: unknown) => {
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
      return info === undefined ? [] : [[path.slice(directory.length + 1), `${String(info.size)} ${String(info.mtimeMs)}`]];
    }),
  );
  return new Map(found.flat());
}

async function* lines(path: string): AsyncGenerator<string> {
  if ((await stat(path).catch(absent(undefined))) === undefined) return;
  yield* createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
}
