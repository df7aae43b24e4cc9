import { InvalidArgumentError, type Command } from 'commander';

/** What a label must be: there, of a value, or not so. */
export interface LabelRule {
  readonly key: string;
  /** Absent where any value will do. */
  readonly value?: string;
  readonly isWanted: boolean;
}

/** Which rows of a list are wanted. Every filter must be met, by any of its own names or kinds. */
export interface Filters {
  /** Globs, as the values of labels are: `*` stands for any characters, `?` for one. */
  readonly name: readonly string[];
  readonly kind: readonly string[];
  readonly label: readonly LabelRule[];
  /** Those of `name` that were named as arguments: one that is no glob must be there. */
  readonly asked?: readonly string[];
}

/** Adds the options that {@link Filters} are read from. */
export function withFilters(command: Command, { kinds }: { readonly kinds?: string } = {}): Command {
  command
    .option('--name <glob>', 'only those called so, e.g. "web-*" (repeatable)', collect, [])
    .option(
      '--label <key[=value]>',
      'only those with the label; the value may be a glob; also key!=value and !key (repeatable)',
      collectLabel,
      [],
    );
  return kinds === undefined
    ? command
    : command.option('--kind <kind>', `only of that kind: ${kinds}, or a glob (repeatable)`, collectWords, []);
}

/** Collects the values of an option that may be given several times. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];
const collectWords = (value: string, before: readonly string[]): string[] => [...before, ...value.split(',')];
/** The same for rules about labels. */
export const collectLabel = (value: string, before: readonly LabelRule[]): LabelRule[] => [
  ...before,
  ...value.split(',').map(labelRule),
];

function labelRule(text: string): LabelRule {
  const {
    not,
    key = '',
    unequal,
    value,
  } = /^(?<not>!)?(?<key>[^!=\s]+)(?:(?<unequal>!)?={1,2}(?<value>.*))?$/.exec(text.trim())?.groups ?? {};
  if (key === '' || (not !== undefined && value !== undefined)) {
    throw new InvalidArgumentError('It is KEY, KEY=VALUE, KEY!=VALUE or !KEY.');
  }
  return { key, ...(value === undefined ? {} : { value }), isWanted: not === undefined && unequal === undefined };
}
