import type { Command } from 'commander';
import { Problem } from '../../errors.ts';
import { globalsOf } from '../options.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';

/** `migrate`, for workspaces that were written for the existing tool. */
export function addMigrateCommand(program: Command, shell: Shell, verb: Verb): void {
  program
    .command('migrate')
    .helpGroup('Look:')
    .description('tell what a workspace of the existing tool relies on that is otherwise here; changes nothing')
    .option('--check', 'list everything with its place and the edit that gives the old result', false)
    .action(async ({ check }: { check: boolean }, command: Command) => {
      await verb(async () => {
        if (!check) {
          const hint = 'polycrate migrate --check lists what to change by hand';
          throw new Problem('USAGE', 'migrate only checks: it never writes', { hint });
        }
        return (await import('./migrate.ts')).checkMigration(shell, globalsOf(command));
      }, command);
    });
}
