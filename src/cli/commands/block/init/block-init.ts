import { Problem } from '../../../../errors.ts';
import { findBlock, type ResolvedBlock, type ResolvedWorkspace } from '../../../../resolve/index.ts';
import { quoteWord, requireBlockName } from '../../../names.ts';
import { details, layFiles, type Shell } from '../../../world.ts';
import { childFiles, refuseFolder } from './child.ts';
import { blockFiles, folderFor } from './files.ts';
import { lockForEntry } from './lock-for-entry.ts';
import { TEMPLATE_KINDS, type TemplateKind } from './kinds.ts';

/** What `polycrate block init` is asked for. */
export interface BlockInitOptions {
  readonly name: string;
  /** `generic` unless given. */
  readonly kind?: TemplateKind;
  readonly from?: string;
  /** Relative to the current folder. */
  readonly folder?: string;
  /** The workspace that was named, as it was. */
  readonly workspace?: string;
  /** Say nothing when it went well. */
  readonly quiet: boolean;
}

/** `polycrate block init NAME`: a block to start from; whole, or not at all. Rejects with NAME_INVALID, BLOCK_EXISTS or BLOCK_UNKNOWN; overwrites nothing. */
export async function initBlock(shell: Shell, options: BlockInitOptions): Promise<number> {
  const { name, kind = 'generic', from } = options;
  requireBlockName(name, 'polycrate block init my-block');
  if (from !== undefined && options.kind !== undefined) {
    throw new Problem('USAGE', 'a block that inherits has the kind of its parent', {
      hint: `leave out --kind ${kind}`,
    });
  }
  const workspace = await shell.workspace();
  refuseExisting(workspace, name);
  const parent = from === undefined ? undefined : findBlock(workspace, from);
  const again = `${command(options)} block init ${name} --from ${parent?.name ?? ''}`;
  const isEntry = parent !== undefined && options.folder === undefined;
  const folder = folderFor(workspace, shell, options);
  if (parent !== undefined && !isEntry) await refuseFolder(shell, workspace, { parent, otherwise: again });
  if (!isEntry) await refuseFile(shell, workspace, folder);
  const files =
    parent === undefined
      ? await blockFiles(shell, { name, kind, folder, fileName: workspace.settings.blocksconfig })
      : childFiles({ name, parent: parent.name, folder: options.folder && folder, workspace });
  await using _lock = isEntry ? await lockForEntry(workspace, again, shell.world) : undefined;
  const laid = await layFiles(workspace.directory, files, shell.world.interruptions.signal);
  if (!options.quiet || shell.format !== 'human') {
    await shell.renderer.result(answer(options, { directory: workspace.directory, parent, ...laid }));
  }
  return 0;
}

interface Made {
  readonly directory: string;
  readonly parent: ResolvedBlock | undefined;
  readonly written: readonly string[];
  readonly left: readonly string[];
}

function answer(options: BlockInitOptions, { directory, parent, written, left }: Made): ReturnType<typeof details> {
  const { name, kind = 'generic' } = options;
  return details(
    [
      ['block', name],
      [parent === undefined ? 'kind' : 'inherits from', parent?.name ?? kind],
      ['in', directory],
      ['written', written],
      ['left as it was', left],
      ['next', nextStep(options, parent)],
    ],
    { name, ...(parent === undefined ? { kind } : { from: parent.name }), directory, written, left },
  );
}

function command({ workspace }: BlockInitOptions): string {
  return workspace === undefined ? 'polycrate' : `polycrate -w ${quoteWord(workspace)}`;
}

/** What can be done with the new block, from the folder where it was made. */
function nextStep(options: BlockInitOptions, parent: ResolvedBlock | undefined): string {
  const { name, kind = 'generic' } = options;
  const polycrate = command(options);
  const isInstalled = parent?.missing === undefined;
  const action = parent === undefined ? TEMPLATE_KINDS[kind] : parent.actions[0]?.name;
  if (action !== undefined && isInstalled) return `${polycrate} run ${name} ${action}`;
  return parent === undefined
    ? `${polycrate} block init my-block --from ${name}`
    : `${polycrate} block inspect ${name}`;
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
