import { access, chmod, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The permission bits of what is at `path`, links followed; undefined where nothing can be found. */
export async function modeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mode }) => mode & 0o7777,
    () => undefined,
  );
}

/** Takes all rights from everybody but the owner. Rejects with what the disk says. */
export async function keepForOwner(path: string): Promise<void> {
  await chmod(path, 0o600);
}

/** True when this user may write into that folder or, where it is not there, make it. */
export async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    async (error: unknown) => {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return isAbsent && folder !== dirname(folder) && isWritable(dirname(folder));
    },
  );
}
