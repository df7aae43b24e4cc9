import { Help, type Command, type HelpConfiguration, type Option, type OutputConfiguration } from 'commander';
import { Problem } from '../errors.ts';
import { findChild, pathOf } from './command-words.ts';
import type { System } from './system.ts';

const EXAMPLES = [
  ['polycrate init --name acme', 'make a workspace in this folder'],
  ['polycrate run hello greet', 'run action "greet" of block "hello"'],
  ['polycrate run web deploy -- --limit web1', 'pass arguments on to ansible-playbook'],
  ['polycrate plan web deploy', 'show what would run'],
  ['polycrate shell web', 'look around where its actions run'],
  ['polycrate workflow run deploy-everything', 'run a workflow'],
  ['polycrate logs show', 'read the newest record'],
  ['polycrate doctor', 'find out what is missing on this machine'],
] as const;

const COLUMNS = 80;
/** A description narrower than this stands below what it describes. */
const READABLE = 30;

/** How help looks. */
export const helpStyle: HelpConfiguration = {
  showGlobalOptions: false,
  sortSubcommands: false,
  minWidthToWrap: READABLE,
  subcommandTerm: (command) =>
    [command.name(), ...command.registeredArguments.map((argument) => bracket(argument))].join(' '),
  optionDescription: describeOption,
  argumentDescription: ({ description, argChoices }) => withChoices(description, argChoices),
  formatItem(term, termWidth, description, helper) {
    const { helpWidth = COLUMNS } = helper;
    if (description === '' || helpWidth - termWidth - 4 >= READABLE) {
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    }
    const below = helper.boxWrap(description, Math.max(READABLE, helpWidth - 6));
    return `  ${term}\n      ${below.replaceAll('\n', '\n      ')}`;
  },
};

/** Where help goes and how wide it is. Usage errors are shown by the renderer, in the format asked for; help is an answer. */
export function outputFor(stdout: System['stdout']): OutputConfiguration {
  const print = (text: string): void => void stdout.write(text);
  const width = (): number => (stdout.isTTY === true ? (stdout.columns ?? COLUMNS) : COLUMNS);
  return {
    writeErr: print,
    outputError: () => undefined,
    writeOut: print,
    getOutHelpWidth: width,
    getErrHelpWidth: width,
  };
}

/** Adds `help [COMMAND…]` to the tree of commands, and what stands below the help of each. To be called last. */
export function addHelp(program: Command): void {
  program.addHelpText('after', ({ command }) => `\n${formatExamples(command)}`);
  program.addHelpText('afterAll', ({ command }) => (command === program ? '' : '\nGlobal options: polycrate --help'));
  addHelpCommand(program);
}

function addHelpCommand(group: Command): void {
  for (const each of group.commands) if (each.commands.length > 0) addHelpCommand(each);
  const isTop = group.parent === null;
  const help = group
    .helpCommand(false)
    .command('help [command...]', { hidden: !isTop })
    .description('show the help of a command')
    .action(async (words: string[]) => {
      let found = group;
      for (const word of words) found = findChild(found, word) ?? (await refuse(found, word));
      found.help();
    });
  if (isTop) help.helpGroup('Set up:');
}

/** Rejects with USAGE for a name that is none of the parent's commands. */
async function refuse(parent: Command, name: string): Promise<never> {
  const { guessMeant } = await import('../workspace/index.ts');
  const known = parent.commands.map((each) => each.name());
  const guess = guessMeant(name, known);
  const path = pathOf(parent);
  throw new Problem('USAGE', `there is no command "${path} ${name}"`, {
    hint: guess === undefined ? `${path} --help` : `${path.replace('polycrate', 'polycrate help')} ${guess}`,
  });
}

function formatExamples(program: Command): string {
  const helper = Object.assign(program.createHelp(), { helpWidth: undefined });
  helper.prepareContext(contextOf(program));
  const width = Math.max(...EXAMPLES.map(([line]) => line.length + 2));
  const lines = EXAMPLES.map(([line, about]) => helper.formatItem(`$ ${line}`, width, about, helper));
  return ['Examples:', ...lines, ''].join('\n');
}

function contextOf(program: Command): { readonly helpWidth: number } {
  return { helpWidth: program.configureOutput().getOutHelpWidth?.() ?? COLUMNS };
}

function bracket(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describeOption({ description, argChoices, defaultValue }: Option): string {
  const isTold = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  return `${withChoices(description, argChoices)}${isTold ? ` (default: ${String(defaultValue)})` : ''}`;
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.join(', ')}`;
}
