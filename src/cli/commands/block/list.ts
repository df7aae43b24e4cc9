import { table, type Shell } from '../../world.ts';

/** `polycrate block list`. */
export async function listBlocks(shell: Shell): Promise<number> {
  const { blocks } = await shell.workspace();
  await shell.renderer.result(
    table({
      columns: [
        { title: 'name', value: (block) => block.name, fixed: true },
        { title: 'kind', value: (block) => (block.template ? `${block.kind}, template` : block.kind) },
        { title: 'version', value: (block) => block.version },
        { title: 'from', value: (block) => block.from },
        { title: 'actions', value: (block) => block.actions.map(({ name }) => name).join(', ') },
      ],
      rows: blocks,
      empty: 'No blocks yet. Add one to workspace.poly, or a block.poly below blocks/.',
      data: blocks.map(({ name, kind, version, from, template, directory, actions, description }) => ({
        name,
        kind,
        version,
        from,
        template,
        directory,
        actions: actions.map((action) => action.name),
        description,
      })),
    }),
  );
  return 0;
}
