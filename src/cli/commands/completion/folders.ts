import { resolve } from 'node:path';
import type { Shell } from '../../world.ts';

/** The folders a path that is being typed may lead to, each with `/` at its end; hidden ones once a dot is typed. */
export async function foldersAt({ world, system }: Shell, typed: string): Promise<string[]> {
  const above = typed.slice(0, typed.lastIndexOf('/') + 1);
  const isHiddenMeant = typed.slice(above.length).startsWith('.');
  const folder = resolve(system.directory, above);
  const entries = await world.files.list(folder).catch(() => []);
  const found = entries.map(async ({ name, kind }) => {
    if (kind === 'file' || name.startsWith('.') !== isHiddenMeant) return [];
    const isFolder = kind === 'directory' || (await leadsToFolder(`${folder}/${name}`, world.files));
    return isFolder ? [`${above}${name}/`] : [];
  });
  return (await Promise.all(found)).flat();
}

async function leadsToFolder(path: string, files: Shell['world']['files']): Promise<boolean> {
  const info = await files.inspect(path).catch(() => undefined);
  return info?.kind === 'directory';
}
