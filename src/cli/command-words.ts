import type { Command, Option } from 'commander';

/** A command line as far as it is typed. */
export interface CommandWords {
  /** The innermost command its words lead to. */
  readonly command: Command;
  /** What follows that command and is no option. */
  readonly operands: readonly string[];
  /** Options with the value they were given, true for those without one, in order. */
  readonly given: readonly (readonly [option: Option, value: string | true])[];
  /** The last word is an option that takes the next one with it. */
  readonly waiting: Option | undefined;
  /** `--` was among them: whatever comes next is nobody's option. */
  readonly isOver: boolean;
}

/** Reads words as commander does, without doing anything; what is unknown is passed over. */
export function readCommandWords(program: Command, words: readonly string[]): CommandWords {
  let command = program;
  const operands: string[] = [];
  const given: [Option, string | true][] = [];
  const state = (waiting: Option | undefined, isOver = false): CommandWords => {
    return { command, operands, given, waiting, isOver };
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      return state(undefined, true);
    }
    if (!word.startsWith('-') || word === '-') {
      const child = operands.length === 0 ? findChild(command, word) : undefined;
      if (child === undefined) operands.push(word);
      command = child ?? command;
      continue;
    }
    const { option, value } = splitOption(command, word);
    if (option === undefined) continue;
    const next = words[at + 1];
    if (value !== undefined || !takesWord(option, next)) given.push([option, value ?? true]);
    else if (next === undefined) return state(option);
    else {
      given.push([option, next]);
      at += 1;
    }
  }
  return state(undefined);
}

function takesWord({ required, optional }: Option, next: string | undefined): boolean {
  return required || (optional && next !== undefined && !next.startsWith('-'));
}

/** The command of `parent` that is called so, also by an alias. */
export function findChild(parent: Command, name: string): Command | undefined {
  return parent.commands.find((each) => each.name() === name || each.aliases().includes(name));
}

/** `polycrate block list`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** The option `word` names and the value written into the same word: `--output=json`, `-ojson`. */
export function splitOption(
  command: Command,
  word: string,
): { readonly option: Option | undefined; readonly value: string | undefined } {
  const [, long = '', value] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const flag = long === '' ? word.slice(0, 2) : long;
  const option = findOption(command, flag);
  if (long !== '') return { option, value };
  const isSwitch = option !== undefined && !option.required && !option.optional;
  return { option, value: word.length === 2 || isSwitch ? undefined : word.slice(2) };
}

function findOption(command: Command, flag: string): Option | undefined {
  const own = command.options.find(({ short, long }) => short === flag || long === flag);
  return own ?? (command.parent === null ? undefined : findOption(command.parent, flag));
}
