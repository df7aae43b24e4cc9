import { Option, type Command } from 'commander';
import { globalsOf } from '../options.ts';
import type { Verb } from '../verb.ts';
import type { Shell, SshKeyType } from '../world.ts';

const KEY_TYPES: readonly SshKeyType[] = ['ed25519', 'rsa'];

interface Written {
  readonly name?: string;
  readonly withName?: string;
  readonly organization?: string;
  readonly bare: boolean;
  readonly withSshKeys: boolean;
  readonly type: SshKeyType;
  readonly yes: boolean;
}

/** `init`, as a command of `parent`. */
export function addInit(parent: Command, shell: Shell, verb: Verb): Command {
  return parent
    .command('init [folder]')
    .description('make a workspace with a first block to run; asks for names on a terminal')
    .option('--name <name>', 'name of the workspace; the folder’s without it')
    .addOption(new Option('--with-name <name>').hideHelp())
    .option('--organization <name>', 'name of the organization')
    .option('--bare', 'only workspace.poly and .gitignore', false)
    .option('--with-ssh-keys', 'also make a key pair in artifacts/secrets, which Ansible then finds', false)
    .addOption(new Option('--type <type>', 'type of the key pair').choices(KEY_TYPES).default('ed25519'))
    .option('-y, --yes', 'ask nothing', false)
    .action(async (folder: string | undefined, { withName, ...options }: Written, command: Command) => {
      const name = options.name ?? withName;
      const { quiet } = globalsOf(command);
      const wanted = { folder, ...options, quiet, ...(name === undefined ? {} : { name }) };
      await verb(async () => (await import('./init/init.ts')).init(shell, wanted), command);
    });
}

/** `polycrate init`. */
export function addInitCommand(program: Command, shell: Shell, verb: Verb): void {
  addInit(program, shell, verb).helpGroup('Set up:');
}
