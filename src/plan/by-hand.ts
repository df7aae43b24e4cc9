import { findBlock, type ResolvedAction, type ResolvedBlock, type ResolvedWorkspace } from '../resolve/index.ts';

/** What is done by hand in the surroundings of an action: a shell, or one command. */
export type ByHand = 'shell' | 'exec';

/** Stands for the workspace itself where no block is named: its folder is the root, its artifacts are those of all blocks. */
export const NO_BLOCK = '';

interface Deed {
  readonly command: ByHand;
  /** Absent: the root of the workspace. */
  readonly block: string | undefined;
  /** Pass stdin on, or give it the terminal if there is one. */
  readonly interactive: boolean;
  readonly colour: boolean;
}

/**
 * The workspace with one more action, which opens a shell or runs its arguments, so that what is done by hand is planned and run as everything
 * else is. Throws BLOCK_UNKNOWN.
 */
export function addByHand(
  workspace: ResolvedWorkspace,
  { command, block: name, interactive, colour }: Deed,
): { readonly workspace: ResolvedWorkspace; readonly block: string; readonly action: string } {
  const run = { kind: 'script' as const, items: [command === 'exec' ? EXEC : shellScript(colour)] };
  const action = { name: command, alias: [], labels: {}, run, interactive, env: {}, config: {} };
  const before = name === undefined ? emptyBlock() : findBlock(workspace, name);
  const block = { ...before, actions: [...before.actions.filter((each) => each.name !== command), action] };
  const blocks = workspace.blocks.filter((each) => each.name !== block.name);
  return { workspace: { ...workspace, blocks: [...blocks, block] }, block: block.name, action: action.name };
}

const EXEC = 'exec -- "$@"';

/** Without a terminal it reads commands from stdin, as `docker exec -i … bash` does. */
function shellScript(colour: boolean): string {
  const where = '${POLYCRATE_WORKSPACE}${POLYCRATE_BLOCK:+/$POLYCRATE_BLOCK}';
  const prompt = colour
    ? String.raw`\[\e[1;36m\]${where}\[\e[0m\] \[\e[34m\]\w\[\e[0m\] \$ `
    : String.raw`${where} \w \$ `;
  return `[[ -t 0 ]] || exec bash
exec bash --rcfile /dev/fd/3 -i 3<<'RC'
exec 3<&-
for __rc in /etc/bash.bashrc ~/.bashrc; do [[ ! -r $__rc ]] || . "$__rc"; done
unset __rc
PS1='${prompt}'
RC
`;
}

function emptyBlock(): Omit<ResolvedBlock, 'actions'> & { readonly actions: readonly ResolvedAction[] } {
  return {
    name: NO_BLOCK,
    kind: 'generic',
    alias: [],
    chain: [],
    template: false,
    labels: {},
    config: {},
    actions: [],
    inventory: { filename: 'inventory.yml' },
    kubeconfig: { filename: 'kubeconfig.yml' },
    artifacts: { from: [] },
    container: {},
    directory: undefined,
    metadata: {},
  };
}
