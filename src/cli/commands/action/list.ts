import { findBlock } from '../../../resolve/index.ts';
import { table, type Shell } from '../../world.ts';

/** `polycrate action list [--block BLOCK]`. */
export async function listActions(shell: Shell, { block: only }: { readonly block?: string }): Promise<number> {
  const workspace = await shell.workspace();
  const blocks = only === undefined ? workspace.blocks : [findBlock(workspace, only)];
  const rows = blocks.flatMap((block) => block.actions.map((action) => ({ block, action })));
  await shell.renderer.result(
    table({
      columns: [
        { title: 'block', value: ({ block }) => block.name, fixed: true },
        { title: 'action', value: ({ action }) => action.name, fixed: true },
        { title: 'kind', value: ({ action }) => action.run.kind },
        { title: 'description', value: ({ action }) => action.description },
      ],
      rows,
      empty: 'No actions yet. Give a block a list of "actions:", each with a name and a script or a playbook.',
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
