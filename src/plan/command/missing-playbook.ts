import { Problem } from '../../errors.ts';
import type { ResolvedAction, ResolvedBlock } from '../../resolve/index.ts';

/** PLAYBOOK_MISSING for an action whose `playbook` should be at `path` on the host. */
export function missingPlaybook(block: ResolvedBlock, action: ResolvedAction, playbook: string, path: string): Problem {
  const message = `action "${action.name}" of block "${block.name}" runs ${playbook}, which does not exist`;
  return new Problem('PLAYBOOK_MISSING', message, {
    hint: `create ${path}, or correct "playbook:"`,
    places: action.playbookPlace === undefined ? [] : [action.playbookPlace],
  });
}
