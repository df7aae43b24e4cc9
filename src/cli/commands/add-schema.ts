import type { Command } from 'commander';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';

/** `polycrate schema [NAME]`. */
export function addSchemaCommand(program: Command, shell: Shell, verb: Verb): void {
  program
    .command('schema [name]')
    .helpGroup('Look:')
    .description('print the JSON Schema of a file format, for editors; without a name, list them')
    .action(async (name: string | undefined, _options, command: Command) => {
      await verb(async () => (await import('./schema.ts')).showSchema(shell, name), command);
    });
}
