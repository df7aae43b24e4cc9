import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, collectLabel } from '../../filter-options.ts';
import { wholeNumber } from '../../options.ts';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import { addExports } from './add-exports.ts';
import type { ListLogsOptions } from './list.ts';
import type { PruneOptions } from './prune.ts';

const STATES = ['running', 'succeeded', 'failed', 'timed-out', 'cancelled', 'interrupted'];

/** `polycrate logs …` and `polycrate log`: what has happened. */
export function addLogs(program: Command, { shell, verb, group }: Tools): void {
  const logs = program.command('logs').helpGroup(group).description('read the records of what happened');
  addList(logs, shell, verb);
  logs
    .command('show [transaction]')
    .alias('inspect')
    .description('show a record and its output: the newest, or the one whose id begins or ends so')
    .option('--output-only', 'only what the action printed', false)
    .action(async (id: string | undefined, options: { outputOnly: boolean }, command: Command) => {
      await verb(async () => (await import('./show.ts')).showLog(shell, { id, ...options }), command);
    });
  logs
    .command('follow [transaction]')
    .description(
      'watch an action or a workflow that is running elsewhere: from its beginning, then live; ends as it ends',
    )
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      await verb(async () => (await import('./follow.ts')).followLog(shell, id), command);
    });
  logs
    .command('prune')
    .description('remove old records; never those of what is running')
    .option('--keep <duration>', 'how long they are kept: 90d, 12h (default: logging.keep days, with --keep-last 0s)')
    .addOption(
      new Option('--keep-last <count>', 'keep the newest so many, however old; alone: only these').argParser(
        wholeNumber('--keep-last', { least: 0 }),
      ),
    )
    .option('--dry-run', 'only tell what would be removed', false)
    .action(async (options: PruneOptions, command: Command) => {
      await verb(async () => (await import('./prune.ts')).pruneLogs(shell, options), command);
    });
  addExports(logs, shell, verb);
  program
    .command('log <message...>')
    .helpGroup(group)
    .description('put a message of yours into the records')
    .action(async (words: string[], _options: unknown, command: Command) => {
      await verb(async () => (await import('./log.ts')).logMessage(shell, words.join(' ')), command);
    });
}

interface Tools {
  readonly shell: Shell;
  readonly verb: Verb;
  readonly group: string;
}

function addList(logs: Command, shell: Shell, verb: Verb): void {
  logs
    .command('list')
    .description('list the newest transactions')
    .addOption(
      new Option('-n, --limit <count>', 'at most so many').default(20).argParser(wholeNumber('--limit', { least: 1 })),
    )
    .option('--steps', 'also the steps of workflows', false)
    .option('--block <glob>', 'only of such blocks, steps too (repeatable)', collect, [])
    .option('--action <glob>', 'only of such actions, steps too (repeatable)', collect, [])
    .option('--workflow <glob>', 'only of such workflows (repeatable)', collect, [])
    .option('--state <state>', `only those: ${STATES.join(', ')} (repeatable)`, collectStates, [])
    .option('--since <when>', 'begun since then: 2h, 7d, 2026-01-31, 2026-01-31T12:00')
    .option('--until <when>', 'begun until then')
    .option('--commit <sha>', 'with that git commit before or after')
    .option('--label <key[=value]>', 'with the label; also key!=value and !key (repeatable)', collectLabel, [])
    .option('--user <glob>', 'of that user; also by the name or address git has (repeatable)', collect, [])
    .action(async (options: ListLogsOptions, command: Command) => {
      await verb(async () => (await import('./list.ts')).listLogs(shell, options), command);
    });
}

const collectStates = (value: string, before: readonly string[]): string[] => {
  const states = value.split(',');
  const strange = states.find((state) => !STATES.includes(state));
  if (strange !== undefined) throw new InvalidArgumentError(`Allowed choices are ${STATES.join(', ')}.`);
  return [...before, ...states];
};
