import type { Command } from 'commander';
import { type Filters, withFilters } from '../filter-options.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import type { ActionFilters } from './action/list.ts';
import type { BlockFilters } from './block/list.ts';

interface Groups {
  readonly block: Command;
  readonly action: Command;
}

/** Adds `list` with its filters to the groups, called `ls` too. */
export function addLists({ block, action }: Groups, shell: Shell, verb: Verb): void {
  for (const list of [block.command('list [block...]'), block.command('ls [block...]', HIDDEN)]) {
    withFilters(list, { kinds: 'generic, k8sapp, …' })
      .description('list the blocks of the workspace, or those called so (globs)')
      .option('--template', 'only templates')
      .option('--no-template', 'no templates')
      .action(async (names: string[], options: BlockFilters, command: Command) => {
        const filters = withNames(names, options);
        await verb(async () => (await import('./block/list.ts')).listBlocks(shell, filters), command);
      });
  }

  for (const list of [action.command('list [block]'), action.command('ls [block]', HIDDEN)]) {
    withFilters(list, { kinds: 'script, playbook' })
      .description('list the actions of all blocks, of one, or of those a glob stands for')
      .option('--block <block>', 'the same as BLOCK')
      .action(async (name: string | undefined, options: ActionFilters, command: Command) => {
        const filters = name === undefined ? options : { ...options, block: name };
        await verb(async () => (await import('./action/list.ts')).listActions(shell, filters), command);
      });
  }
}

/** Adds `list` with its filters to the group of workflows. */
export function addWorkflowList(workflow: Command, shell: Shell, verb: Verb): void {
  for (const list of [workflow.command('list [workflow...]'), workflow.command('ls [workflow...]', HIDDEN)]) {
    withFilters(list)
      .description('list the workflows of the workspace, or those called so (globs)')
      .action(async (names: string[], options: Omit<Filters, 'kind'>, command: Command) => {
        const filters = withNames(names, { ...options, kind: [] });
        await verb(async () => (await import('./workflow/list.ts')).listWorkflows(shell, filters), command);
      });
  }
}

// An alias would be proposed beside the name for every mistyped one.
const HIDDEN = { hidden: true };

function withNames<T extends Filters>(names: readonly string[], filters: T): T {
  return { ...filters, name: [...names, ...filters.name], asked: names };
}
