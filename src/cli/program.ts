import { Command, Option } from 'commander';
import { VERSION } from '../version.ts';
import { addByHandCommands } from './commands/add-by-hand.ts';
import { addConfigCommand } from './commands/add-config.ts';
import { addInitCommand } from './commands/add-init.ts';
import { addMigrateCommand } from './commands/add-migrate.ts';
import { addLookCommands } from './commands/look.ts';
import { addRunCommands } from './commands/perform.ts';
import { addSchemaCommand } from './commands/add-schema.ts';
import { addSetUpCommands } from './commands/set-up.ts';
import { addHelp, helpStyle, outputFor } from './help.ts';
import { addLegacy } from './legacy.ts';
import { globalsOf, OUTPUT_FORMATS, wholeNumber } from './options.ts';
import type { Verb } from './verb.ts';
import type { Shell } from './world.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Settings that have had flags for long; --set says all. */
const SETTING_FLAGS = [
  ['--blocks-root', 'folder'],
  ['--artifacts-root', 'folder'],
  ['--logs-root', 'folder'],
  ['--blocks-config', 'file'],
  ['--container-root', 'folder'],
  ['--ssh-private-key', 'file'],
  ['--dockerfile', 'file'],
] as const;

/** The whole command tree; nothing of what commands do is loaded for it. `answer` gets the exit status. */
export function createProgram(shell: Shell, answer: (status: number) => void): Command {
  const program = new Command('polycrate')
    .description('Runs every action of a workspace inside a versioned toolchain container.')
    .usage('<command> [options]')
    .version(VERSION, '-v, --version', 'print the version')
    .option('-w, --workspace <folder>', 'the workspace: its folder, or its name (polycrate workspace list)')
    .addOption(new Option('-o, --output <format>', 'how answers are written').choices(OUTPUT_FORMATS).default('human'))
    .addOption(new Option('--output-format <format>').choices(OUTPUT_FORMATS).hideHelp())
    .addOption(
      new Option('--loglevel <0-4>', 'how much tools say: 1 is normal').argParser(
        wholeNumber('--loglevel', { least: 0 }),
      ),
    )
    .option('--verbose', 'the same as --loglevel 2', false)
    .option('-q, --quiet', 'only the output of actions, and problems', false)
    .option('--engine <engine>', 'docker, podman, local, or an endpoint such as unix:///run/podman/podman.sock')
    .option('-l, --local', 'run on this machine itself, without a container: the same as --engine local')
    .option('--image-ref <reference>', 'toolchain image, instead of the workspace’s')
    .option('--image-version <version>', 'its version')
    .option('--set <key=value>', 'any setting, instead of what is written: --set ssh.strict=yes (repeatable)', collect)
    .exitOverride()
    .configureHelp(helpStyle)
    .configureOutput(outputFor(shell.system.stdout));

  for (const [name, value] of SETTING_FLAGS) program.addOption(new Option(`${name} <${value}>`).hideHelp());

  program.hook('preAction', (_program, command) => shell.configure(globalsOf(command)));
  const verb: Verb = async (perform) => {
    answer(await perform());
  };
  addRunCommands(program, shell, verb);
  addByHandCommands(program, shell, verb);
  addLookCommands(program, shell, verb);
  addConfigCommand(program, shell, verb);
  addSchemaCommand(program, shell, verb);
  addInitCommand(program, shell, verb);
  addSetUpCommands(program, shell, verb);
  addMigrateCommand(program, shell, verb);
  addLegacy(program, shell, verb);
  addHelp(program);
  return program;
}
