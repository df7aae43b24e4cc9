import { lstat, mkdir, rmdir, symlink, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFailure } from './failures.ts';
import { isAbsent } from './unreadable.ts';

/** Makes `path` a link to `folder`, with the folders above it. Answers false when something is there already. Rejects with WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export async function linkFolder(path: string, folder: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // A junction, unlike a symbolic link, needs no special right on Windows; elsewhere the word has no meaning.
    await symlink(folder, path, 'junction');
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false;
    throw writeFailure(error, path);
  }
}

/** Removes the link at `path`, and the folder it was alone in. What is no link stays. Rejects with WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export async function unlinkFolder(path: string): Promise<'removed' | 'absent' | 'no link'> {
  try {
    if (!(await lstat(path)).isSymbolicLink()) return 'no link';
    await unlink(path);
    // Fails unless it is empty, which is what is wanted.
    await rmdir(dirname(path)).catch(() => undefined);
    return 'removed';
  } catch (error) {
    if (isAbsent(error)) return 'absent';
    throw writeFailure(error, path);
  }
}
