import type { Command } from './script.ts';

/** `ansible-playbook` with the snapshot as extra vars; `snapshot` is a container path, `playbook` relative to the block. */
export function compilePlaybook(playbook: string, snapshot: string, args: readonly string[]): Command {
  return { argv: ['ansible-playbook', '-e', `@${snapshot}`, playbook, ...args], files: [] };
}
