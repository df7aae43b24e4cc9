import type { Command } from 'commander';
import { globalsOf } from '../options.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';

/** `migrate`, for workspaces that were written for the existing tool. */
export function addMigrateCommand(program: Command, shell: Shell, verb: Verb): void {
  program
    .command('migrate')
    .helpGroup('Look:')
    .description('tell what a workspace of the existing tool relies on that is otherwise here; changes nothing')
    .option('--check', 'list everything with its place and the edit that gives the old result: it does so without, too')
    .action(async (_options: object, command: Command) => {
      await verb(async () => (await import('./migrate.ts')).checkMigration(shell, globalsOf(command)), command);
    });
}
