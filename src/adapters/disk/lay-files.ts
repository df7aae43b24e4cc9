import { mkdir, readFile, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isProblem, Problem } from '../../errors.ts';
import { amendFile, createFile, type Found, lookAt } from './amend-file.ts';
import { writeFailure } from './failures.ts';

/** A file to lay into a folder; `path` is relative to it. */
export interface FileToLay {
  readonly path: string;
  readonly contents: string;
  /** Permissions; 0644 unless given. */
  readonly mode?: number;
  /** What a file that is there already becomes; without it, it is left alone. Asked again when somebody else saves it in the meantime. */
  readonly amend?: (existing: string) => string;
  /** Makes the Problem to reject with for what is found at the path; undefined where that is fine. */
  readonly refuse?: (found: Found) => Problem | undefined;
}

/** Paths of the files that were written, of those that were there and have been left as they are, and of what was to be amended and is no file, but a link. */
export interface Laid {
  readonly written: readonly string[];
  readonly left: readonly string[];
  readonly unamended: readonly string[];
}

/**
 * Lays `files` into `folder`, in order: all of them, or none. Nothing is overwritten, and nothing is written through a link. When one cannot be
 * written, or `signal` aborts, what was written before is taken back. Rejects with WORKSPACE_READ_ONLY, RECORD_UNWRITABLE, INTERRUPTED, or as files refuse.
 */
export async function layFiles(folder: string, files: readonly FileToLay[], signal: AbortSignal): Promise<Laid> {
  const undo: (() => Promise<unknown>)[] = [];
  const laid = { written: [] as string[], left: [] as string[], unamended: [] as string[] };
  try {
    for (const file of files) {
      refuseOnceAborted(signal);
      const target = join(folder, file.path);
      laid[await layFile(target, file, undo).catch(fail(target))].push(file.path);
    }
    refuseOnceAborted(signal);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
  return laid;
}

function fail(target: string): (error: unknown) => never {
  return (error) => {
    throw isProblem(error) ? error : writeFailure(error, target);
  };
}

function refuseOnceAborted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new Problem('INTERRUPTED', 'interrupted while writing', { hint: 'nothing has been written' });
}

async function layFile(
  target: string,
  { contents, mode = 0o644, amend, refuse }: FileToLay,
  undo: (() => Promise<unknown>)[],
): Promise<keyof Laid> {
  for (;;) {
    const found = await lookAt(target);
    const refusal = refuse?.(found);
    if (refusal !== undefined) throw refusal;
    if (found === 'nothing') {
      await makeFolder(dirname(target), undo);
      // When somebody else is quicker, theirs is what is there.
      if (!(await createFile(target, contents, mode))) continue;
      undo.push(() => removeFile(target, contents));
      return 'written';
    }
    if (amend === undefined) return 'left';
    if (found === 'other') return 'unamended';
    const amended = await amendFile(target, amend);
    if (amended === undefined) continue;
    const { before, after } = amended;
    if (after === before) return 'left';
    undo.push(() => amendFile(target, (now) => (now === after ? before : now)));
    return 'written';
  }
}

/** What somebody has written over it since stays. */
async function removeFile(path: string, contents: string): Promise<void> {
  if ((await readFile(path, 'utf8')) === contents) await unlink(path);
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
