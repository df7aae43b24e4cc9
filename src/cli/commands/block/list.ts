import { findBlock, type ResolvedBlock } from '../../../resolve/index.ts';
import type { Filters } from '../../filter-options.ts';
import { createFilter, explainNothing, isGlob } from '../../filters.ts';
import { table, type Shell } from '../../world.ts';

export interface BlockFilters extends Filters {
  /** Only templates, or none of them; both where it is absent. */
  readonly template?: boolean;
}

const NONE = 'No blocks yet. Add one to workspace.poly, or a block.poly below blocks/.';

/** `polycrate block list [NAME…]`. Filters that nothing meets leave an empty list; rejects with BLOCK_UNKNOWN for a name that is no block's. */
export async function listBlocks(shell: Shell, filters: BlockFilters): Promise<number> {
  const workspace = await shell.workspace();
  const { blocks } = workspace;
  for (const name of filters.asked ?? []) if (!isGlob(name)) findBlock(workspace, name);
  const all = filters.template === undefined ? blocks : blocks.filter(({ template }) => template === filters.template);
  const rows = all.filter(createFilter(filters));
  const noun = filters.template === true ? 'template' : 'block';
  await shell.renderer.result(
    table({
      columns: [
        { title: 'name', value: (block) => block.name, fixed: true },
        { title: 'kind', value: (block) => (block.template ? `${block.kind}, template` : block.kind), optional: true },
        { title: 'version', value: (block) => block.version, optional: true },
        { title: 'from', value: origin, colour: ({ missing }) => (missing === undefined ? undefined : 'yellow') },
        { title: 'actions', value: (block) => block.actions.map(({ name }) => name).join(', ') },
      ],
      rows,
      empty: rows.length > 0 || blocks.length === 0 ? NONE : explainNothing(filters, all, noun),
      data: rows.map(({ name, kind, version, from, missing, template, directory, actions, description }) => ({
        name,
        kind,
        version,
        from,
        missing,
        template,
        directory,
        actions: actions.map((action) => action.name),
        description,
      })),
    }),
  );
  return 0;
}

/** What a block inherits from, and first of all that it is not there: narrow terminals cut the end. */
function origin({ from, missing }: ResolvedBlock): string | undefined {
  if (missing === undefined) return from;
  return from === missing ? `not installed: ${missing}` : `${from ?? ''} (not installed: ${missing})`;
}
