import { readFileSync, statSync, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Problem } from '../../errors.ts';
import type { Pace } from './pace.ts';

/** No file that is read as a whole has a reason to be larger; a parser would be busy with it for minutes. Bytes. */
export const LARGEST_READ = 64 * 1024 * 1024;

/**
 * The contents of a file that is held in memory as a whole. Rejects with FILE_TOO_LARGE over `most` bytes, with FILE_UNREADABLE for a pipe or
 * a device, which could keep its reader for ever, and with Node's own errors.
 */
export async function readBounded(path: string, ask: Pace, most = LARGEST_READ): Promise<Buffer> {
  return ask(
    () => {
      requireBounded(path, statSync(path), most);
      return readFileSync(path);
    },
    async () => {
      requireBounded(path, await stat(path), most);
      return readFile(path);
    },
  );
}

function requireBounded(path: string, info: Stats, most: number): void {
  const places = [{ file: path, line: 1, column: 1 }];
  // A folder has an error of its own.
  if (!info.isFile() && !info.isDirectory()) {
    throw new Problem('FILE_UNREADABLE', `${path} cannot be read: it is a device or a pipe, not a file`, {
      hint: `rm '${path}'`,
      places,
    });
  }
  if (info.size <= most) return;
  const [size, limit] = [info.size, most].map((bytes) => String(Math.ceil(bytes / 1024 / 1024)));
  throw new Problem('FILE_TOO_LARGE', `${path} has ${size ?? ''} MiB; more than ${limit ?? ''} are not read`, {
    hint: `mv '${path}' /tmp   (it is not what belongs there)`,
    places,
  });
}
