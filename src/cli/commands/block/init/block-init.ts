import { join, relative, resolve, sep } from 'node:path';
import { Problem } from '../../../../errors.ts';
import { findBlock, type ResolvedWorkspace } from '../../../../resolve/index.ts';
import { requireName } from '../../../names.ts';
import { readTemplate } from '../../../templates.ts';
import { details, layFiles, type FileToLay, type Shell } from '../../../world.ts';
import { childFiles } from './child.ts';
import { TEMPLATE_KINDS, type TemplateKind } from './kinds.ts';

/** What `polycrate block init` is asked for. */
export interface BlockInitOptions {
  readonly name: string;
  /** `generic` unless given. */
  readonly kind?: TemplateKind;
  readonly from?: string;
  /** Relative to the current folder. */
  readonly folder?: string;
}

/** `polycrate block init NAME`: a block to start from; whole, or not at all. Rejects with NAME_INVALID, BLOCK_EXISTS or BLOCK_UNKNOWN; overwrites nothing. */
export async function initBlock(shell: Shell, options: BlockInitOptions): Promise<number> {
  const { name, kind = 'generic', from } = options;
  requireName(name, 'name of a block', 'polycrate block init my-block');
  if (from !== undefined && options.kind !== undefined) {
    throw new Problem('USAGE', 'a block that inherits has the kind of its parent', {
      hint: `leave out --kind ${kind}`,
    });
  }
  const workspace = await shell.workspace();
  refuseExisting(workspace, name);
  const parent = from === undefined ? undefined : findBlock(workspace, from);
  const folder = folderFor(workspace, shell, options);
  if (parent === undefined || options.folder !== undefined) await refuseFile(shell, workspace, folder);
  const files =
    parent === undefined
      ? await blockFiles(shell, { name, kind, folder, fileName: workspace.settings.blocksconfig })
      : await childFiles(shell, { name, parent: parent.name, folder: options.folder && folder, workspace });
  const { written, left } = await layFiles(workspace.directory, files, shell.world.interruptions.signal);
  const action = parent === undefined ? TEMPLATE_KINDS[kind] : parent.actions[0]?.name;
  await shell.renderer.result(
    details(
      [
        ['block', name],
        [parent === undefined ? 'kind' : 'inherits from', parent?.name ?? kind],
        ['in', workspace.directory],
        ['written', written],
        ['left as it was', left],
        [
          'next',
          action === undefined ? `polycrate block init my-block --from ${name}` : `polycrate run ${name} ${action}`,
        ],
      ],
      {
        name,
        ...(parent === undefined ? { kind } : { from: parent.name }),
        directory: workspace.directory,
        written,
        left,
      },
    ),
  );
  return 0;
}

function refuseExisting({ blocks }: ResolvedWorkspace, name: string): void {
  const existing = blocks.find((block) => block.name === name || block.alias.includes(name));
  if (existing === undefined) return;
  const message =
    existing.name === name
      ? `there is a block "${name}" already`
      : `"${name}" is already another name of the block "${existing.name}"`;
  throw new Problem('BLOCK_EXISTS', message, {
    hint: `choose another name, or look at it: polycrate block inspect ${name}`,
    places: existing.place === undefined ? [] : [existing.place],
  });
}

async function refuseFile({ world }: Shell, { directory, settings }: ResolvedWorkspace, folder: string): Promise<void> {
  const file = `${folder}/${settings.blocksconfig}`;
  if ((await world.files.inspect(`${directory}/${file}`)) === undefined) return;
  throw new Problem('BLOCK_EXISTS', `${file} is there already`, {
    hint: `choose another folder: --folder ${folder}-2`,
  });
}

/** The folder of the new block, relative to the workspace with `/`. */
function folderFor(
  { directory, settings }: ResolvedWorkspace,
  { system }: Pick<Shell, 'system'>,
  { name, folder }: BlockInitOptions,
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
async function blockFiles(
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
