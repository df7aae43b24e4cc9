import { Problem } from '../errors.ts';
import { BLOCK_NAME_PATTERN, NAME_PATTERN } from '../schema/rules.ts';

const NAME = new RegExp(NAME_PATTERN, 'u');
const BLOCK_NAME = new RegExp(BLOCK_NAME_PATTERN, 'u');

/** The name rule in words, as part of a sentence. */
export const NAME_RULE = 'letters first, then letters and digits, joined by single - _ or /, at least two characters';

/** True when `text` obeys the name rule. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Throws NAME_INVALID unless `value` can be the name of a `what`; `example` is what would be accepted on the command line. */
export function requireName(value: string, what: string, example: string): void {
  if (!isName(value)) throw refused(value, what, `${NAME_RULE}: ${example}`);
}

/** The same for the name of a block, which may have dots in it and a registry before it. */
export function requireBlockName(value: string, example: string): void {
  if (BLOCK_NAME.test(value)) return;
  const rule = 'letters first, then letters and digits, joined by single - _ . or /, at least two characters';
  throw refused(value, 'name of a block', `${rule}: ${example}`);
}

function refused(value: string, what: string, hint: string): Problem {
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return new Problem('NAME_INVALID', `"${shown}" cannot be the ${what}`, { hint });
}

/** A folder's name bent to the name rule. */
export function nameFrom(folder: string): string {
  const name = folder
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/-$/, '');
  return name.length < 2 ? 'workspace' : name;
}

/** A word as a shell takes it, in quotes where it must be. */
export function quoteWord(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
