import { table, type Shell } from '../../world.ts';

/** `polycrate workflow list`. */
export async function listWorkflows(shell: Shell): Promise<number> {
  const { workflows } = await shell.workspace();
  await shell.renderer.result(
    table({
      columns: [
        { title: 'name', value: (workflow) => workflow.name, fixed: true },
        { title: 'steps', value: (workflow) => workflow.steps.map(({ name }) => name).join(' → ') },
        { title: 'description', value: (workflow) => workflow.description },
      ],
      rows: workflows,
      empty: 'No workflows yet. Add "workflows:" to workspace.poly, each with a name and steps.',
      data: workflows.map(({ name, description, steps }) => ({
        name,
        description,
        steps: steps.map(({ name: step, block, action }) => ({ name: step, block, action })),
      })),
    }),
  );
  return 0;
}
