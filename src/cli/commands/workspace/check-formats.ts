import { Option, type Command } from 'commander';
import { Problem } from '../../../errors.ts';
import { pathOf } from '../../command-words.ts';
import { OUTPUT_FORMATS } from '../../options.ts';

/** What the findings of `validate` can be written as. */
export const CHECK_FORMATS = [...OUTPUT_FORMATS, 'sarif', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The option as the help of `validate` shows it. */
export function checkFormatOption(): Option {
  return new Option('-o, --output <format>', 'how findings are written').choices(CHECK_FORMATS);
}

const further = new WeakMap<Command, readonly string[]>();

/** Says which formats a command takes where they are others than those of all. */
export function takeFormats(command: Command, formats: readonly string[]): void {
  further.set(command, formats);
}

/**
 * Lets `-o` take the formats that single commands take, for those alone. Options of the program are parsed before anybody knows which
 * command is meant, so that what they may be is decided when it is known. Any other value is a USAGE problem then.
 */
export function widenOutput(program: Command): void {
  const outputs = program.options.filter(({ long }) => long === '--output' || long === '--output-format');
  for (const option of outputs) option.argParser((value: string) => value);
  program.hook('preAction', async (_program, command) => {
    const allowed: readonly string[] = further.get(command) ?? OUTPUT_FORMATS;
    for (const option of outputs) {
      const value = program.getOptionValue(option.attributeName()) as string | undefined;
      if (value === undefined || allowed.includes(value)) continue;
      const message = `option '${option.flags}' argument '${value}' is invalid. Allowed choices are ${allowed.join(', ')}.`;
      const help = `${pathOf(command)} --help`;
      const guess = (await import('../../usage.ts')).guessChoice(message);
      throw new Problem('USAGE', message, { hint: guess === undefined ? help : `${guess} (${help})` });
    }
  });
}
