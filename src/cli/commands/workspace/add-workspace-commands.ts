import type { Command } from 'commander';
import { globalsOf } from '../../options.ts';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import { addInit } from '../add-init.ts';

/** The commands of `workspace` about making workspaces and naming them. */
export function addWorkspaceCommands(workspace: Command, shell: Shell, verb: Verb): void {
  addInit(workspace, shell, verb);
  workspace
    .command('list')
    .description('list the workspaces that have a name, below ~/.polycrate/workspaces')
    .action(async (_options, command: Command) => {
      const { workspace: option } = globalsOf(command);
      await verb(async () => (await import('./list.ts')).listWorkspaces(shell, option), command);
    });
  workspace
    .command('add [folder]')
    .description('give a workspace a name that -w takes, by a link below ~/.polycrate/workspaces')
    .option('--name <name>', 'NAME or ORGANIZATION/NAME; what the workspace says of itself without it')
    .action(async (folder: string | undefined, options: { name?: string }, command: Command) => {
      await verb(async () => (await import('./add.ts')).addWorkspace(shell, { folder, ...options }), command);
    });
  workspace
    .command('use [name]')
    .description('choose the workspace for folders that are in none')
    .option('--none', 'choose none', false)
    .action(async (name: string | undefined, { none }: { none: boolean }, command: Command) => {
      await verb(async () => (await import('./use.ts')).chooseWorkspace(shell, { name, none }), command);
    });
  workspace
    .command('remove <name>')
    .description('take the name away again; the workspace itself stays')
    .action(async (name: string, _options, command: Command) => {
      await verb(async () => (await import('./remove.ts')).removeWorkspace(shell, name), command);
    });
}
