import { type ByHand, NO_BLOCK } from './by-hand.ts';
import type { Retry } from '../resolve/index.ts';

/** What was asked for: one action of one block, with everything the command line may add. */
export interface ActionRequest {
  readonly block: string;
  readonly action: string;
  /** Appended to the compiled command. */
  readonly args: readonly string[];
  /** `KEY=value`; a bare `KEY` takes the caller's value. */
  readonly env: readonly string[];
  /** `host:container[:ro]`. */
  readonly mounts: readonly string[];
  /** Answers every prompt with yes. */
  readonly force: boolean;
  /** 0 is silent … 4 is everything; becomes ANSIBLE_VERBOSITY. */
  readonly verbosity: number;
  /** The action's output goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** Without a container, on this machine itself. */
  readonly local?: boolean;
  readonly transaction: string;
  /** Milliseconds spent on getting the workspace's lock. */
  readonly waitedMs?: number;
  readonly parent?: string;
  readonly workflow?: string;
  readonly step?: string;
  /** What is the same every time this is asked for; lets the engine get ready before the plan stands. */
  readonly purpose?: string;
  /** Another action follows at once: there is no point in leaving a container for the next command. */
  readonly followed?: boolean;
  /** No action of the block, but a shell or a command in its surroundings. */
  readonly byHand?: ByHand;
  /** Time limits of the step and of its workflow, in milliseconds. */
  readonly timeouts?: readonly { readonly ms: number; readonly of: 'step' | 'workflow' }[];
  /** In the place of the action's own. */
  readonly retry?: Retry;
}

/** The command line that asks for this, as records show it: values of --env are left out, arguments may still hold a secret. */
export function commandLineOf({ block, action, args, env, byHand }: ActionRequest): string {
  const variables = env.map((entry) => `--env ${entry.split('=')[0] ?? ''}=***`);
  const rest = args.length === 0 ? [] : ['--', ...args];
  const what = byHand === undefined ? ['run', block, action] : [byHand, ...(block === NO_BLOCK ? [] : [block])];
  return ['polycrate', ...what, ...variables, ...rest].join(' ');
}
