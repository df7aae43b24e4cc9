import type { Command, CommanderError } from 'commander';
import { Problem } from '../errors.ts';
import { guessMeant } from '../workspace/index.ts';
import { pathOf, readCommandWords } from './command-words.ts';

/** Commander's sentences are good; they lose their prefix, and get what was meant or the help of their command as the hint. */
export function usageProblem(error: CommanderError, argv: readonly string[], program: Command): Problem {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const { command, operands } = readCommandWords(program, argv);
  const help = `${pathOf(command)} --help`;
  const advice = adviseOn(error, { message, command, operands });
  const guess = guessChoice(message) ?? suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did');
  return new Problem('USAGE', message, { hint: advice ?? (guess === undefined ? help : `${guess} (${help})`) });
}

/** The hint about a value that is none of the choices, if one of them is near. */
export function guessChoice(message: string): string | undefined {
  const { value, choices } =
    /argument '(?<value>[^']*)' is invalid\. Allowed choices are (?<choices>.*)\.$/.exec(message)?.groups ?? {};
  const guess =
    value === undefined || choices === undefined || value === '' ? undefined : guessMeant(value, choices.split(', '));
  return guess === undefined ? undefined : `did you mean "${guess}"?`;
}

const REHEARSALS = /'(--dry-?run|--plan|--check|--noop|-n)'/;

/** What to do instead, where a habit from elsewhere has a command of its own here. */
function adviseOn(
  error: CommanderError,
  {
    message,
    command,
    operands,
  }: { readonly message: string; readonly command: Command; readonly operands: readonly string[] },
): string | undefined {
  const [block, action] = operands;
  if (error.code === 'commander.unknownOption' && REHEARSALS.test(message)) {
    if (command.name() === 'run') return `polycrate plan ${block ?? 'BLOCK'} ${action ?? 'ACTION'}`;
    if (['install', 'uninstall', 'prune'].includes(command.name()))
      return `polycrate plan ${block ?? 'BLOCK'} ${command.name()}`;
  }
  if (error.code === 'commander.excessArguments' && command.name() === 'validate') {
    return 'it checks all files at once: polycrate validate here, or polycrate -w FOLDER validate elsewhere';
  }
  return undefined;
}
