import { lookUp } from './register.ts';
import type { ResolvedWorkspace } from './resolved.ts';

const SHOWN = 3;

/** Commands that run what is called `name` where it is an action of some block, or a workflow: the first few. Templates are only inherited from. */
export function findElsewhere({ blocks, workflows }: ResolvedWorkspace, name: string): string[] {
  const owners = blocks.filter(({ template, actions }) => !template && lookUp(actions, name) !== undefined);
  return [
    ...(lookUp(workflows, name) === undefined ? [] : [`polycrate workflow run ${name}`]),
    ...owners.map((block) => `polycrate run ${block.name} ${name}`),
  ].slice(0, SHOWN);
}
