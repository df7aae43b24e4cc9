import { findBlock } from '../../../resolve/index.ts';
import type { Filters } from '../../filter-options.ts';
import { createFilter, explainNothing, isGlob } from '../../filters.ts';
import { table, type Shell } from '../../world.ts';

export interface ActionFilters extends Filters {
  /** The name or alias of a block, or a glob. */
  readonly block?: string;
}

const NONE = 'No actions yet. Give a block a list of "actions:", each with a name and a script or a playbook.';

/** `polycrate action list [BLOCK]`. Filters that nothing meets leave an empty list; rejects with BLOCK_UNKNOWN for a name that is no block's. */
export async function listActions(shell: Shell, { block: only, ...filters }: ActionFilters): Promise<number> {
  const workspace = await shell.workspace();
  const isManyBlocks = only === undefined || isGlob(only);
  const blockFilters = { name: only === undefined ? [] : [only], kind: [], label: [] };
  const blocks = isManyBlocks ? workspace.blocks.filter(createFilter(blockFilters)) : [findBlock(workspace, only)];
  const all = blocks.flatMap((block) =>
    block.actions.map((action) => {
      const { name, alias, labels, run } = action;
      return { name, alias, labels, kind: run.kind, block, action };
    }),
  );
  const rows = all.filter(createFilter(filters));
  const why = () => {
    if (blocks.length === 0 && workspace.blocks.length > 0)
      return explainNothing(blockFilters, workspace.blocks, 'block');
    return all.length === 0 ? NONE : explainNothing(filters, all, 'action');
  };
  await shell.renderer.result(
    table({
      columns: [
        { title: 'block', value: ({ block }) => block.name, fixed: true },
        { title: 'action', value: ({ action }) => action.name, fixed: true },
        { title: 'kind', value: ({ action }) => action.run.kind, fixed: true, optional: true },
        { title: 'description', value: ({ action }) => action.description, optional: true },
      ],
      rows,
      empty: rows.length === 0 ? why() : NONE,
      data: rows.map(({ block, action }) => ({
        block: block.name,
        action: action.name,
        kind: action.run.kind,
        description: action.description,
        alias: action.alias,
      })),
    }),
  );
  return 0;
}
