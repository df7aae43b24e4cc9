import type { JobFile } from '../plan.ts';

const PATH = 'script.sh';

export interface Command {
  readonly argv: readonly string[];
  readonly files: readonly JobFile[];
}

/** All items in order in one bash: variables and `cd` carry over, and the first failure ends it with its status. `args` become "$@"; `root` is where the action sees its files. */
export function compileScript(items: readonly string[], args: readonly string[], root: string): Command {
  const contents = ['set -euo pipefail', ...items].map((item) => `${item.replace(/\n$/, '')}\n`).join('');
  return { argv: ['bash', `${root}/${PATH}`, ...args], files: [{ path: PATH, contents, mode: 0o600 }] };
}
