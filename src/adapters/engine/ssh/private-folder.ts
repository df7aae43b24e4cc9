import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../../errors.ts';
import type { SearchOptions } from '../candidates.ts';

/** A folder that only this user may enter, for sockets; their paths must stay short (104 bytes on macOS). Rejects with ENGINE_UNREACHABLE when somebody else has taken the place. */
export async function openPrivateFolder({ uid, env }: Pick<SearchOptions, 'uid' | 'env'>): Promise<string> {
  const runtime = env.XDG_RUNTIME_DIR;
  const folder = runtime ? path.join(runtime, 'polycrate-ssh') : `/tmp/polycrate-ssh-${String(uid)}`;
  await mkdir(folder, { mode: 0o700, recursive: true }).catch(() => undefined);
  const info = await lstat(folder).catch(() => undefined);
  if (info?.isDirectory() === true && info.uid === uid && (info.mode & 0o077) === 0) return folder;
  throw new Problem(
    'ENGINE_UNREACHABLE',
    `${folder} is to hold the sockets of ssh connections, and is not a folder that is yours alone.`,
    {
      hint: `rm -rf ${folder}   (or: chmod 700 ${folder})`,
    },
  );
}
