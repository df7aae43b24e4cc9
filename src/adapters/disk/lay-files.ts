import { lstat, mkdir, readFile, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Problem } from '../../errors.ts';
import { writeFailure } from './failures.ts';
import { isAbsent } from './unreadable.ts';

/** A file to lay into a folder; `path` is relative to it. */
export interface FileToLay {
  readonly path: string;
  readonly contents: string;
  /** Permissions; 0644 unless given. */
  readonly mode?: number;
  /** What a file that is there already becomes; without it, it is left alone. */
  readonly amend?: (existing: string) => string;
}

/** Paths of the files that were written, and of those that were there and have been left as they are. */
export interface Laid {
  readonly written: readonly string[];
  readonly left: readonly string[];
}

/**
 * Lays `files` into `folder`, in order: all of them, or none. Nothing is overwritten. When one cannot be written, or `signal` aborts, what was
 * written before is taken back. Rejects with WORKSPACE_READ_ONLY, RECORD_UNWRITABLE or INTERRUPTED.
 */
export async function layFiles(folder: string, files: readonly FileToLay[], signal: AbortSignal): Promise<Laid> {
  const undo: (() => Promise<unknown>)[] = [];
  const written: string[] = [];
  const left: string[] = [];
  try {
    for (const file of files) {
      refuseOnceAborted(signal);
      const isWritten = await layFile(join(folder, file.path), file, undo);
      (isWritten ? written : left).push(file.path);
    }
    refuseOnceAborted(signal);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
  return { written, left };
}

function refuseOnceAborted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new Problem('INTERRUPTED', 'interrupted while writing', { hint: 'nothing has been written' });
}

async function layFile(
  target: string,
  { contents, mode = 0o644, amend }: FileToLay,
  undo: (() => Promise<unknown>)[],
): Promise<boolean> {
  try {
    if (!(await isThere(target))) {
      await makeFolder(dirname(target), undo);
      await writeFileAtomic(target, contents, { mode });
      undo.push(() => unlink(target));
      return true;
    }
    if (amend === undefined) return false;
    const existing = await readFile(target, 'utf8');
    const amended = amend(existing);
    if (amended === existing) return false;
    await writeFileAtomic(target, amended);
    undo.push(() => writeFileAtomic(target, existing));
    return true;
  } catch (error) {
    throw writeFailure(error, target);
  }
}

/** Also a link that leads nowhere is there: writing would go through it. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function makeFolder(path: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  // Every folder from the deepest up to the first that was made; one that is no longer empty stays.
  const made = [path];
  for (let folder = path; folder !== first && folder !== dirname(folder); folder = dirname(folder)) {
    made.push(dirname(folder));
  }
  undo.push(async () => {
    for (const folder of made) await rmdir(folder);
  });
}
