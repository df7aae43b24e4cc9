import { Option, type Command } from 'commander';
import { EXPORT_FORMATS } from '../../../record/export/formats.ts';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import type { ExportOptions } from './export.ts';
import type { ReplayOptions } from './replay.ts';

/** `logs replay` and `logs export`. */
export function addExports(logs: Command, shell: Shell, verb: Verb): void {
  logs
    .command('replay [transaction]')
    .description('show the output again with its original timing')
    .option('--speed <factor>', 'so many times as fast', '1')
    .option('--max-pause <duration>', 'shorten longer pauses to this, e.g. 2s')
    .action(async (id: string | undefined, options: ReplayOptions, command: Command) => {
      await verb(async () => (await import('./replay.ts')).replayLog(shell, id, options), command);
    });
  logs
    .command('export [transaction]')
    .description('write a record and its output in another format')
    .addOption(
      new Option('--format <format>', 'without it what the name of the file says, or text').choices(EXPORT_FORMATS),
    )
    .option('--file <file>', 'write to a file, all of it or nothing; without it to stdout')
    .action(async (id: string | undefined, options: ExportOptions, command: Command) => {
      await verb(async () => (await import('./export.ts')).exportLog(shell, id, options), command);
    });
}
