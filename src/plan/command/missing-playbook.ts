import { Problem } from '../../errors.ts';
import type { ResolvedAction, ResolvedBlock } from '../../resolve/index.ts';

interface Missing {
  readonly block: ResolvedBlock;
  readonly action: ResolvedAction;
  readonly playbook: string;
  /** Where it should be, absolute on the host. */
  readonly path: string;
  /** The edit that names the file which was most likely meant. */
  readonly meant: string | undefined;
}

/** PLAYBOOK_MISSING for an action whose `playbook` is not where it should be. */
export function missingPlaybook({ block, action, playbook, path, meant }: Missing): Problem {
  const message = `action "${action.name}" of block "${block.name}" runs ${playbook}, which does not exist`;
  return new Problem('PLAYBOOK_MISSING', message, {
    hint: meant ?? adviceOnWords(block, action, playbook) ?? `create ${path}, or correct "playbook:"`,
    places: action.playbookPlace === undefined ? [] : [action.playbookPlace],
  });
}

/** The existing tool pasted the text into a shell line, so arguments could follow. */
function adviceOnWords(block: ResolvedBlock, action: ResolvedAction, playbook: string): string | undefined {
  const [, path, args] = /^\s*(\S+\.ya?ml)\s+(\S.*)$/.exec(playbook) ?? [];
  if (path === undefined || args === undefined) return undefined;
  const script = `script: ansible-playbook -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" ${path} ${args} "$@"`;
  return `write ${path}, and: polycrate run ${block.name} ${action.name} -- ${args}; or in place of "playbook:" ${script}`;
}
