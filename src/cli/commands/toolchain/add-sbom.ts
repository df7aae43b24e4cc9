import { type Command, Option } from 'commander';
import { globalsOf, OUTPUT_FORMATS } from '../../options.ts';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import { takeFormats } from '../workspace/check-formats.ts';

/** As in sbom.ts, which is loaded when it is called. */
const FORMATS = [...OUTPUT_FORMATS, 'spdx-json', 'cyclonedx-json'];

/** Commands that say what an image is made of, as commands of `toolchain`. */
export function addSbomCommands(toolchain: Command, shell: Shell, verb: Verb): void {
  const sbom = toolchain
    .command('sbom')
    .description('list everything the image is made of, with versions and licences')
    .addOption(new Option('-o, --output <format>', 'how it is written').choices(FORMATS))
    .action(async (_options, command: Command) => {
      const { output } = globalsOf(command);
      await verb(async () => (await import('./sbom.ts')).showSbom(shell, output), command);
    });
  takeFormats(sbom, FORMATS);
  toolchain
    .command('licenses')
    .description('list the licences of everything the image is made of')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./sbom.ts')).showLicenses(shell), command);
    });
}
