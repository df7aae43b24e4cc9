import { Problem } from '../../errors.ts';

/** An error of node:fs met while writing records or the lock at `path`: WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export function writeFailure(error: unknown, path: string): Problem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new Problem(
      'WORKSPACE_READ_ONLY',
      `${path} cannot be written: ${code === 'EROFS' ? 'the disk is read-only' : 'you may not write there'}`,
      {
        hint:
          code === 'EROFS'
            ? 'run in a copy on a disk that can be written, or mount this one read-write'
            : 'make the workspace writable for yourself: sudo chown -R "$(id -un)" FOLDER',
        cause: error,
      },
    );
  }
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const reason = isFull ? 'the disk is full' : error instanceof Error ? error.message : String(error);
  return new Problem('RECORD_UNWRITABLE', `${path} cannot be written: ${reason}`, {
    hint: isFull ? 'free some space; see what is full: df -h' : 'check the folder and the disk',
    cause: error,
  });
}
