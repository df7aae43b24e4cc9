import { join, relative, resolve, sep } from 'node:path';
import { Problem } from '../../../../errors.ts';
import type { ResolvedWorkspace } from '../../../../resolve/index.ts';
import { readTemplate } from '../../../templates.ts';
import type { FileToLay, Shell } from '../../../world.ts';
import type { TemplateKind } from './kinds.ts';

/** The folder of the new block, relative to the workspace with `/`. Throws USAGE for one in which no block is looked for. */
export function folderFor(
  { directory, settings }: ResolvedWorkspace,
  { system }: Pick<Shell, 'system'>,
  { name, folder }: { readonly name: string; readonly folder?: string },
): string {
  if (folder === undefined) return `${settings.blocksroot}/${name}`;
  const root = join(directory, settings.blocksroot);
  const below = relative(root, resolve(system.directory, folder));
  if (below !== '' && below !== '..' && !below.startsWith(`..${sep}`)) {
    return `${settings.blocksroot}/${below.split(sep).join('/')}`;
  }
  throw new Problem('USAGE', `blocks are found below ${root}, and ${resolve(system.directory, folder)} is not there`, {
    hint: `--folder ${relative(system.directory, join(root, name))}`,
  });
}

/** The block file comes last: a folder is no block before everything else is there. It must not be there yet. */
export async function blockFiles(
  shell: Shell,
  wanted: { readonly name: string; readonly kind: TemplateKind; readonly folder: string; readonly fileName: string },
): Promise<FileToLay[]> {
  const files = await readTemplate(shell, `block/${wanted.kind}`, wanted.name);
  const others = files.filter(({ path }) => path !== 'block.poly');
  return [...others, ...files.filter(({ path }) => path === 'block.poly')].map(({ path, contents }) => ({
    path: `${wanted.folder}/${path === 'block.poly' ? wanted.fileName : path}`,
    contents,
    ...(path.endsWith('.sh') ? { mode: 0o755 } : {}),
  }));
}
