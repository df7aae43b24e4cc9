import type { Command } from 'commander';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import type { BundleOptions } from './bundle.ts';
import type { LoadOptions } from './load.ts';

/** Commands that carry a toolchain to where no network is, as commands of `toolchain`. */
export function addBundleCommands(toolchain: Command, shell: Shell, verb: Verb): void {
  toolchain
    .command('bundle <file>')
    .description('write this workspace and its image into one file, for a site without a network')
    .option('--image-only', 'leave the workspace itself out: its blocks, providers, collections and charts', false)
    .action(async (file: string, options: BundleOptions, command: Command) => {
      await verb(async () => (await import('./bundle.ts')).bundleToolchain(shell, file, options), command);
    });
  toolchain
    .command('load <file>')
    .description('check a file that toolchain bundle has written, and give its image to the engine')
    .option('--into <folder>', 'unpack the workspace into this folder too')
    .option('--digest <sha256:…>', 'refuse any other bundle than the one toolchain bundle told this of')
    .action(async (file: string, options: LoadOptions, command: Command) => {
      await verb(async () => (await import('./load.ts')).loadToolchain(shell, file, options), command);
    });
}
