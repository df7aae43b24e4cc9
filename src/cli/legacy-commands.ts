import type { Command } from 'commander';
import { Problem } from '../errors.ts';
import { TAKE_A_WORD } from './legacy-argv.ts';

const NO_REGISTRY = 'put the folder of the block below blocks/ yourself, e.g. with git';
const NO_SERVICE = 'leave it out: this tool talks to no service of its own';
const IN_ACTION = (tool: string): string => `write an action whose script calls ${tool}, and run that`;

/** Commands of the existing tool that are not in this version, with what to do instead. */
const ABSENT: Readonly<Record<string, string>> = {
  ssh: 'ssh -i artifacts/secrets/id_ed25519 HOST, or an action whose script calls ssh',
  k: IN_ACTION('kubectl'),
  kubectl: IN_ACTION('kubectl'),
  helm: IN_ACTION('helm'),
  velero: `${IN_ACTION('velero')} in an image that has it`,
  inventory: IN_ACTION('ansible-inventory --graph'),
  git: 'call git itself in the folder of the workspace',
  pull: NO_REGISTRY,
  push: 'keep the folder of the block in a git repository',
  'block pull': NO_REGISTRY,
  'block install': NO_REGISTRY,
  'block update': NO_REGISTRY,
  'block search': 'polycrate block list shows the blocks that are here',
  'block push': 'keep the folder of the block in a git repository',
  'block uninstall': 'remove the folder of the block',
  'block readme': 'read README.md in the folder of the block',
  registry: NO_REGISTRY,
  history: 'polycrate logs list',
  transaction: 'polycrate logs list',
  update: 'install a newer version the way this one was installed',
  create: 'mkdir -p artifacts/secrets && ssh-keygen -t ed25519 -f artifacts/secrets/id_ed25519',
  checksum: 'git rev-parse HEAD:FOLDER, or sha256sum',
  'workspace update': NO_REGISTRY,
  'workspace load': 'polycrate workspace inspect',
  'workspace transaction': 'polycrate logs list',
  'workspace clone': 'git clone',
  'workspace sync': 'git pull && git push',
  'workspace create': 'polycrate init',
  'workspace encrypt': 'keep secrets.poly and artifacts/secrets out of the repository',
  'workspace decrypt': 'keep secrets.poly and artifacts/secrets out of the repository',
  ...Object.fromEntries(
    ['backplane', 'serve', 'cargo', 'hub', 'api', 'mcp', 'spec', 'sandbox', 'chroot'].map((name) => [name, NO_SERVICE]),
  ),
};

/** Why a command line was not understood, if it is that its command is one of the existing tool's that we lack (COMMAND_ABSENT). */
export function absentCommand(argv: readonly string[], program: Command): Problem | undefined {
  const words = argv.filter((word, at) => !word.startsWith('-') && !TAKE_A_WORD.has(argv[at - 1] ?? ''));
  const names = [words.slice(0, 1), words.slice(0, 2)].map((each) =>
    each.join(' ').replace(/^(block|workspace)s /, '$1 '),
  );
  const name = names.find((each) => Object.hasOwn(ABSENT, each) && !isHere(each.split(' '), program));
  if (name === undefined) return undefined;
  return new Problem('COMMAND_ABSENT', `"polycrate ${name}" is not in this version`, { hint: ABSENT[name] ?? '' });
}

/** A later version may well have it. */
function isHere(words: readonly string[], program: Command): boolean {
  let command: Command | undefined = program;
  for (const word of words)
    command = command?.commands.find((each) => each.name() === word || each.aliases().includes(word));
  return command !== undefined;
}
