import { statfs } from 'node:fs/promises';

/** Bytes an ordinary user may still write on the disk that holds `path`. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
