import { findWorkflow } from '../../../resolve/index.ts';
import type { Filters } from '../../filter-options.ts';
import { createFilter, explainNothing, isGlob } from '../../filters.ts';
import { table, type Shell } from '../../world.ts';

const NONE = 'No workflows yet. Add "workflows:" to workspace.poly, each with a name and steps.';

/** `polycrate workflow list [NAME…]`. Filters that nothing meets leave an empty list; rejects with WORKFLOW_UNKNOWN for a name that is no workflow's. */
export async function listWorkflows(
  shell: Shell,
  filters: Filters = { name: [], kind: [], label: [] },
): Promise<number> {
  const workspace = await shell.workspace();
  const { workflows } = workspace;
  for (const name of filters.asked ?? []) if (!isGlob(name)) findWorkflow(workspace, name);
  const rows = workflows.filter(createFilter(filters));
  await shell.renderer.result(
    table({
      columns: [
        { title: 'name', value: (workflow) => workflow.name, fixed: true },
        { title: 'steps', value: (workflow) => workflow.steps.map(({ name }) => name).join(' → ') },
        { title: 'description', value: (workflow) => workflow.description, optional: true },
      ],
      rows,
      empty: rows.length > 0 || workflows.length === 0 ? NONE : explainNothing(filters, workflows, 'workflow'),
      data: rows.map(({ name, description, steps }) => ({
        name,
        description,
        steps: steps.map(({ name: step, block, action }) => ({ name: step, block, action })),
      })),
    }),
  );
  return 0;
}
