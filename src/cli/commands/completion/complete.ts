import type { Command, Option } from 'commander';
import { isProblem } from '../../../errors.ts';
import { isStandIn } from '../../../workspace/index.ts';
import { findChild, readCommandWords, splitOption, type CommandWords } from '../../command-words.ts';
import { globalsOf, type GlobalOptions } from '../../options.ts';
import { text, type Shell } from '../../world.ts';
import { argumentValues, optionValues, type Asked } from './values.ts';

/** What may follow: one line per word. The last of `words` is the one being typed. Silent when there is nothing to say. */
export async function complete(shell: Shell, program: Command, words: readonly string[]): Promise<number> {
  const typed = words.at(-1) ?? '';
  const before = readCommandWords(program, words.slice(0, -1));
  await follow(shell, program, before);
  const candidates = await candidatesFor(typed, before, { shell, program });
  const answers = [...new Set(candidates)].filter((word) => word.startsWith(typed) && !isStandIn(word));
  if (answers.length > 0) await shell.renderer.result(text(answers.join('\n'), answers));
  return 0;
}

/** Options that decide what there is to choose from. */
const DECISIVE: readonly (keyof GlobalOptions)[] = ['workspace', 'blocksRoot', 'blocksConfig', 'logsRoot'];

/** What is typed already holds for what is asked next. */
async function follow(shell: Shell, program: Command, { given }: CommandWords): Promise<void> {
  const decisive = given.filter(([option]) => DECISIVE.some((name) => name === option.attributeName()));
  const set = given.flatMap(([{ long }, value]) => (long === '--set' && value !== true ? [value] : []));
  const options = Object.fromEntries(decisive.map(([option, value]) => [option.attributeName(), value]));
  try {
    await shell.configure({ ...globalsOf(program), ...options, ...(set.length === 0 ? {} : { set }) });
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
  }
}

async function candidatesFor(
  typed: string,
  { command, operands, given, waiting, isOver }: CommandWords,
  { shell, program }: { readonly shell: Shell; readonly program: Command },
): Promise<readonly string[]> {
  const asked: Asked = { shell, command, operands, given, typed };
  if (isOver) return [];
  if (waiting !== undefined) return optionValues(waiting, asked);
  if (typed.startsWith('--') && typed.includes('=')) return valuesInside(typed, asked);
  if (typed.startsWith('-')) return optionsOf(command);
  if (command.name() === 'help') return commandsBelow(operands.reduce<Command | undefined>(findBelow, program));
  if (command.commands.length > 0) return operands.length > 0 ? [] : commandsBelow(command);
  return argumentValues(asked);
}

const findBelow = (parent: Command | undefined, name: string): Command | undefined =>
  parent === undefined ? undefined : findChild(parent, name);

async function valuesInside(typed: string, asked: Asked): Promise<string[]> {
  const { option, value = '' } = splitOption(asked.command, typed);
  if (option === undefined) return [];
  const head = typed.slice(0, typed.length - value.length);
  return (await optionValues(option, { ...asked, typed: value })).map((each) => `${head}${each}`);
}

function commandsBelow(command: Command | undefined): string[] {
  if (command === undefined) return [];
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => each.name());
}

function optionsOf(command: Command): string[] {
  const shown = ({ long, hidden }: Option): string[] => (long && !hidden ? [long] : []);
  const own = command.createHelp().visibleOptions(command).flatMap(shown);
  return command.parent === null ? own : [...own, ...optionsOf(command.parent).filter((name) => name !== '--version')];
}
