import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../../errors.ts';
import type { Carrying, FileToCarry } from '../../toolchain/index.ts';

/**
 * Every file and link of a workspace that is to be carried, sorted by its place in the bundle. Rejects with LINK_OUTSIDE for a link
 * that leads out of the folder: it would lead nowhere where the bundle is unpacked.
 */
export async function findFiles(
  folder: string,
  { roots, isLeftOut, isSpare, placeOf }: Carrying,
): Promise<readonly FileToCarry[]> {
  const found = new Map<string, FileToCarry>();
  const home = await realpath(folder);
  const look = async (path: string): Promise<void> => {
    if (isLeftOut(path)) return;
    const absolute = join(folder, path);
    const info = await lstat(absolute).catch(() => undefined);
    const place = placeOf(path);
    if (info?.isDirectory() === true) for (const name of await readdir(absolute)) await look(`${path}/${name}`);
    else if (found.has(place) || info === undefined) return;
    else if (info.isFile()) found.set(place, { path, place, size: info.size, isProgram: (info.mode & 0o111) !== 0 });
    else if (info.isSymbolicLink() && !isSpare(path))
      found.set(place, { path, place, size: 0, isProgram: false, target: await readTarget(path, absolute, home) });
  };
  for (const root of roots) {
    const path = relative(folder, resolve(folder, root)).split(sep).join('/');
    if (path !== '' && !path.startsWith('..')) await look(path);
  }
  return [...found.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

async function readTarget(path: string, absolute: string, home: string): Promise<string> {
  const target = await readlink(absolute);
  const end = await realpath(absolute).catch(() => resolve(dirname(absolute), target));
  const isInside = end === home || end.startsWith(`${home}${sep}`);
  if (isInside && !target.startsWith('/')) return target;
  throw new Problem('LINK_OUTSIDE', `${path} is a link to ${target}, which is not in the bundle`, {
    hint: `put a copy in its place: cp -rL ${path} ${path}.copy && rm ${path} && mv ${path}.copy ${path}`,
    places: [{ file: absolute, line: 1, column: 1 }],
  });
}
