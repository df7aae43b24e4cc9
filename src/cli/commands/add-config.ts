import type { Command } from 'commander';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';

/** `polycrate config`. */
export function addConfigCommand(program: Command, shell: Shell, verb: Verb): void {
  program
    .command('config [key]')
    .helpGroup('Look:')
    .description('show the settings that hold here')
    .option('--explain', 'show who set each, and what it overrode', false)
    .action(async (key: string | undefined, options: { explain: boolean }, command: Command) => {
      await verb(async () => (await import('./config.ts')).showConfig(shell, { key, ...options }), command);
    });
}
