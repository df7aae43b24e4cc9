import type { Command } from 'commander';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';

/** Commands that pin the toolchain of a workspace, as commands of `toolchain`. */
export function addLockCommands(toolchain: Command, shell: Shell, verb: Verb): void {
  toolchain
    .command('lock')
    .description('pin the image of this workspace in toolchain.lock, with the versions of its tools')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./lock.ts')).lockToolchain(shell), command);
    });
  toolchain
    .command('diff [old] [new]')
    .description('show which tools differ; each is a lock file, an image, or a git revision of toolchain.lock')
    .action(async (...[before, after, , command]: [string | undefined, string | undefined, object, Command]) => {
      await verb(async () => (await import('./diff.ts')).diffToolchains(shell, { before, after }), command);
    });
  toolchain
    .command('verify')
    .description('check that the engine has the image that toolchain.lock pins')
    .option('--frozen', 'for CI: no lock, or none for this platform, is an error too', false)
    .action(async (options: { frozen: boolean }, command: Command) => {
      await verb(async () => (await import('./verify.ts')).verifyToolchain(shell, options), command);
    });
  toolchain
    .command('update')
    .description('get the newest image of the workspace’s name, pulled or else built, and lock it')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./update.ts')).updateToolchain(shell), command);
    });
  toolchain
    .command('prune')
    .description('remove toolchain images that neither a known workspace, nor a container, nor this version needs')
    .option('--dry-run', 'only tell what would be removed', false)
    .option('-y, --yes', 'ask nothing', false)
    .action(async (options: { dryRun: boolean; yes: boolean }, command: Command) => {
      await verb(async () => (await import('./prune.ts')).pruneImages(shell, options), command);
    });
}
