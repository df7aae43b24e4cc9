import { Option, type Command } from 'commander';
import { Problem } from '../errors.ts';
import { optionsOf, withRunOptions } from './commands/perform.ts';
import { findUnset } from './unset-variables.ts';
import type { Verb } from './verb.ts';
import type { Shell } from './world.ts';

/** Options of the existing tool that change nothing here, with what to know about it. */
const IDLE: Readonly<Record<string, string>> = {
  '-p, --pull': 'an image is pulled where it is missing',
  '-b, --build': 'Dockerfile.poly is built whenever it has changed',
  '--blocks-auto-pull': 'put blocks below blocks/ yourself',
  '--logformat <format>': '-o ndjson shows every event as JSON',
  '--merge-v2': 'a nearer layer always wins',
  '--auto-commit': 'git add --all && git commit after a run',
  ...Object.fromEntries(
    [
      ...['--check-updates', '--dev', '--editor <name>', '--workspace-dir <folder>', '--runtime-dir <folder>'],
      ...['--workflows-root <folder>', '--remote-root <folder>', '--ssh-public-key <file>', '--event-commit'],
      ...['--hub-url <url>', '--hub-api-key <key>', '--hub-username <name>', '--hub-password <password>'],
      ...['--backplane-url <url>', '--backplane-username <name>', '--backplane-password <password>'],
      ...['--registry-url <url>', '--registry-base-image <image>', '--event-handler <name>', '--event-endpoint <url>'],
    ].map((flags) => [flags, 'leave it out']),
  ),
};

/** Options that would change what runs, with what to do instead; going on without them would do the wrong thing. */
const ABSENT: Readonly<Record<string, string>> = {
  '-i, --interactive': 'write interactive: true into the action',
  '--config-file <file>': 'write the settings into workspace.poly',
  '--config-dir <folder>': 'write the settings into workspace.poly',
  '--workspace-config <file>': 'call the file workspace.poly',
  '--kubeconfig <file>': 'KUBECONFIG=FILE polycrate …',
};

/** What command lines written for the existing tool still need. To be called last: what there is by now stays as it is. */
export function addLegacy(program: Command, shell: Shell, verb: Verb): void {
  const idle = addOptions(program, IDLE);
  const absent = addOptions(program, ABSENT);
  const [snapshot] = addOptions(program, { '--snapshot': '' });
  addCommands(program, shell, verb);
  program.hook('preAction', async (_program, command) => {
    const given = ({ option }: Added) => program.getOptionValueSource(option.attributeName()) === 'cli';
    for (const { option, advice } of absent.filter(given)) {
      throw new Problem('COMMAND_ABSENT', `${nameOf(option)} is not in this version`, { hint: advice });
    }
    if (snapshot !== undefined && given(snapshot) && (command.name() !== 'run' || command.args.length < 2)) {
      const hint = 'polycrate run BLOCK ACTION --snapshot, or polycrate workspace snapshot';
      throw new Problem('USAGE', '--snapshot goes with run BLOCK ACTION', { hint });
    }
    const told = idle.filter(given).map(({ option, advice }) => {
      return new Problem('OPTION_IDLE', `${nameOf(option)} has no effect`, { hint: advice });
    });
    for (const problem of [...told, ...findUnset(command, shell.world.host.env)]) {
      await shell.renderer.event({ name: 'run.warned', problem });
    }
  });
}

interface Added {
  readonly option: Option;
  readonly advice: string;
}

function addOptions(program: Command, table: Readonly<Record<string, string>>): Added[] {
  return Object.entries(table).flatMap(([flags, advice]) => {
    const option = new Option(flags).hideHelp();
    const isTaken = program.options.some(
      ({ long, short }) => long === option.long || (short && short === option.short),
    );
    if (isTaken) return [];
    program.addOption(option);
    return [{ option, advice }];
  });
}

function nameOf({ long, flags }: Option): string {
  return long ?? flags;
}

function addCommands(program: Command, shell: Shell, verb: Verb): void {
  const groupOf = (name: string) => program.commands.find((command) => command.name() === name);
  const action = groupOf('action')?.command('run <block> <action> [args...]', { hidden: true });
  if (action !== undefined) {
    withRunOptions(action).action(
      async (...[block, name, args, , command]: [string, string, string[], object, Command]) => {
        await verb(async () => {
          const options = optionsOf(command);
          const subject = { block, action: name, args };
          if (options.snapshot === true)
            return (await import('./commands/snapshot.ts')).showSnapshot(shell, subject, options);
          return (await import('./commands/run.ts')).run(shell, subject, options);
        }, command);
      },
    );
  }
  groupOf('workspace')
    ?.command('snapshot')
    .description('print the workspace, its variables and mounts as data; secrets are masked')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./commands/snapshot.ts')).showWorkspaceSnapshot(shell), command);
    });
}
