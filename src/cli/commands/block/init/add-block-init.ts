import { Option, type Command } from 'commander';
import { globalsOf } from '../../../options.ts';
import type { Verb } from '../../../verb.ts';
import type { Shell } from '../../../world.ts';
import { TEMPLATE_KINDS, type TemplateKind } from './kinds.ts';

interface Written {
  readonly kind?: TemplateKind;
  readonly from?: string;
  readonly folder?: string;
}

/** `polycrate block init`, as a command of `block`. */
export function addBlockInit(block: Command, shell: Shell, verb: Verb): void {
  block
    .command('init <name>')
    .description('make a block to start from: one that is valid and whose actions run')
    .addOption(new Option('--kind <kind>', 'what it is, generic without it').choices(Object.keys(TEMPLATE_KINDS)))
    .option('--from <block>', 'inherit from this block instead; adds an entry to workspace.poly')
    .option('--folder <folder>', 'where it is made; blocks/NAME without it')
    .action(async (name: string, options: Written, command: Command) => {
      const { quiet, workspace } = globalsOf(command);
      const wanted = { name, ...options, quiet, ...(workspace === undefined ? {} : { workspace }) };
      await verb(async () => (await import('./block-init.ts')).initBlock(shell, wanted), command);
    });
}
