import { constants, mkdirSync } from 'node:fs';
import { access, mkdir, open, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import writeFileAtomic from 'write-file-atomic';
import type { RecordStore } from '../../record/index.ts';
import { isProblem } from '../../errors.ts';
import { readBounded } from './bounded-read.ts';
import { writeFailure } from './failures.ts';
import { findForeign } from './foreign-files.ts';
import { openJournalFile } from './journal-file.ts';
import { listFiles } from './listing.ts';
import { takeLock } from './lock-file.ts';
import { isAlive, markOf } from './processes.ts';
import { createPace, type Pace } from './pace.ts';
import { hashFile, readFrom, removing } from './record-files.ts';
import { createRecordIndex } from './record-index.ts';
import { isAbsent, unreadable } from './unreadable.ts';

/** Records as files of the workspace, readable by their owner alone. `cache` is where their index is kept, if at all. */
export function createRecordStore(cache?: string): RecordStore {
  const ask = createPace();
  const makeDirectory = async (path: string): Promise<void> => {
    try {
      await ask(
        () => mkdirSync(path, { recursive: true }),
        () => mkdir(path, { recursive: true }),
      );
    } catch (error) {
      // On a read-only disk the recursive form says ENOENT; what stands in the way is told by the nearest folder that exists.
      const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? await refusalAbove(path) : undefined;
      throw writeFailure(reason ?? error, path);
    }
  };
  const replace = async (path: string, text: string, flush: boolean): Promise<void> => {
    const options = { mode: 0o600, fsync: flush };
    const later = (): Promise<void> => writeFileAtomic(path, text, options);
    // A disk may take seconds to flush: whoever asks to stop meanwhile is not to wait for it.
    if (flush) await later();
    else
      await ask(() => {
        writeFileAtomic.sync(path, text, options);
      }, later);
  };
  return {
    ...createRecordIndex(cache),
    ...removing,
    makeDirectory,
    async save(path, text, { flush = true } = {}) {
      await replace(path, text, flush).catch(async (error: unknown) => {
        if (isFull(error) && (await replaceInPlace(path, text))) return;
        throw writeFailure(error, path);
      });
    },
    async flush(path) {
      await using file = await open(path).catch(() => undefined);
      await file?.sync().catch(() => undefined);
    },
    openJournal: openJournalFile,
    lock: (path, holder) => takeLock(path, holder, ask),
    list: (root) => listFiles(root, ask),
    findForeign,
    async names(directory) {
      return (await readdir(directory).catch(absent<string[]>(directory, []))).sort();
    },
    read: (path) =>
      readBounded(path, later, LARGEST_RECORD).then((bytes) => bytes.toString('utf8'), absent(path, undefined)),
    lines,
    readFrom,
    hash: hashFile,
    markOf,
    mayBeAlive: (known) => known.host !== hostname() || isAlive(known),
  };
}

/** Those of the older tool hold the output too. Bytes. */
const LARGEST_RECORD = 16 * 1024 * 1024;

/** Many are read at a time. */
const later: Pace = (_direct, ask) => ask();

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

function absent<T>(path: string, value: T): (error: unknown) => T {
  return (error) => {
    if (isAbsent(error)) return value;
    throw isProblem(error) ? error : unreadable(path, error);
  };
}

async function* lines(path: string): AsyncGenerator<string> {
  const file = await open(path).catch(absent(path, undefined));
  if (file === undefined) return;
  const input = file.createReadStream({ encoding: 'utf8' });
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    // Whoever stops early leaves the rest unread, and the file is not to stay open for it.
    input.destroy();
  }
}
