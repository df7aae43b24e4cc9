import { Argument, type Command } from 'commander';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import { OPTIONAL_TOOLS } from '../../schema/tools.ts';
import { addBundleCommands } from './toolchain/add-bundle.ts';
import { addSbomCommands } from './toolchain/add-sbom.ts';
import { addLockCommands } from './toolchain/add-toolchain.ts';
import type { BuildOptions } from './toolchain/build.ts';
import type { CompletedShell } from './completion/print.ts';

const GROUP = 'Set up:';
const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `a,b`, repeated or not. */
const collectList = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
];

const INSTALL_COMPLETION = `
To have it in every new shell:
  bash  add to ~/.bashrc:  source <(polycrate completion bash)
  zsh   add to ~/.zshrc, after compinit:  source <(polycrate completion zsh)
  fish  polycrate completion fish > ~/.config/fish/completions/polycrate.fish`;

/** Commands around workspaces and this machine. */
export function addSetUpCommands(program: Command, shell: Shell, verb: Verb): void {
  const toolchain = program
    .command('toolchain')
    .helpGroup(GROUP)
    .description('build, list, pin and carry toolchain images');
  toolchain
    .command('build')
    .description('build the toolchain, or the variant of it that is asked for, unless it is there')
    .option('--force', 'build even if it is there', false)
    .option('--build-arg <KEY=value>', 'an argument for its recipe, e.g. WITH_OPENTOFU=1 (repeatable)', collect, [])
    .option('--with <tools>', `have tools that are not there otherwise: ${OPTIONAL_TOOLS.join(', ')}`, collectList, [])
    .option('--without <tools>', 'leave tools out, e.g. helm,kubectl', collectList, [])
    .option('--tag <image>', 'the name of what is built')
    .action(async (options: BuildOptions, command: Command) => {
      await verb(async () => (await import('./toolchain/build.ts')).buildImage(shell, options), command);
    });
  toolchain
    .command('list')
    .description('list the toolchain images the engine has')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./toolchain/list.ts')).listImages(shell), command);
    });
  addLockCommands(toolchain, shell, verb);
  addBundleCommands(toolchain, shell, verb);
  addSbomCommands(toolchain, shell, verb);

  program
    .command('doctor')
    .helpGroup(GROUP)
    .description('check everything a run needs, and say what to do')
    .option('--fix', 'mend what can be mended without harm: permissions of private keys', false)
    .action(async (options: { fix: boolean }, command: Command) => {
      await verb(async () => (await import('./doctor.ts')).doctor(shell, options), command);
    });

  program
    .command('version')
    .helpGroup(GROUP)
    .description('print the version of this CLI and of its toolchain')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./version.ts')).showVersion(shell), command);
    });

  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose script').choices(['bash', 'zsh', 'fish']))
    .helpGroup(GROUP)
    .description('print a script with which bash, zsh or fish complete what is typed')
    .addHelpText('after', INSTALL_COMPLETION)
    .action(async (kind: CompletedShell, _options, command: Command) => {
      await verb(async () => (await import('./completion/print.ts')).printCompletion(shell, kind), command);
    });
  program
    .command('__complete [words...]', { hidden: true })
    .allowUnknownOption()
    .action(async (words: string[], _options, command: Command) => {
      await verb(async () => (await import('./completion/complete.ts')).complete(shell, program, words), command);
    });
}
