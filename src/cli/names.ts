import { Problem } from '../errors.ts';
import { NAME_PATTERN } from '../schema/rules.ts';

const NAME = new RegExp(NAME_PATTERN, 'u');

/** The name rule in words, as part of a sentence. */
export const NAME_RULE = 'letters first, then letters and digits, joined by single - _ or /, at least two characters';

/** True when `text` obeys the name rule. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Throws NAME_INVALID unless `value` can be the name of a `what`; `example` is what would be accepted on the command line. */
export function requireName(value: string, what: string, example: string): void {
  if (isName(value)) return;
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  throw new Problem('NAME_INVALID', `"${shown}" cannot be the ${what}`, { hint: `${NAME_RULE}: ${example}` });
}

/** A folder's name bent to the name rule. */
export function nameFrom(folder: string): string {
  const name = folder
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/-$/, '');
  return name.length < 2 ? 'workspace' : name;
}
