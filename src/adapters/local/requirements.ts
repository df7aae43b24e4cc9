import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../errors.ts';
import type { Job } from '../../run/index.ts';
import { describeMissingTool, describeUnsupported } from './failures.ts';

/** Rejects with LOCAL_UNSUPPORTED or MOUNT_SOURCE_MISSING for a job that is not the same without a container. */
export async function checkJob(job: Job, caller: { readonly uid: number }): Promise<void> {
  const { uid, gid } = job.user;
  if (uid !== caller.uid && caller.uid !== 0) {
    throw describeUnsupported(`user ${String(uid)}:${String(gid)}`, 'set container.user to caller');
  }
  for (const { source, target } of job.mounts) {
    if (source !== target) {
      throw describeUnsupported(`the mount ${source}:${target}`, `mount it where it lies: ${source}:${source}`);
    }
    await access(source).catch((cause: unknown) => {
      throw new Problem('MOUNT_SOURCE_MISSING', `${source} is to be used, but it is not there.`, {
        hint: `mkdir -p '${source}'`,
        cause,
      });
    });
  }
}

/** The file a program's name stands for, looked for as execvp(3) does. Rejects with TOOL_MISSING. */
export async function findProgram(
  program: string,
  { path: search, directory }: { readonly path: string; readonly directory: string },
): Promise<string> {
  const folders = program.includes('/') ? [''] : search.split(':');
  for (const folder of folders) {
    const file = path.resolve(directory, folder, program);
    const isProgram = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (isProgram) return file;
  }
  throw describeMissingTool(program);
}

/** True for a folder that can be worked in. */
export async function isEnterable(directory: string): Promise<boolean> {
  return access(directory, constants.X_OK).then(
    async () => (await stat(directory)).isDirectory(),
    () => false,
  );
}
