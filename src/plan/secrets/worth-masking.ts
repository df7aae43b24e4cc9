const SHORTEST = 4;
const SHORTEST_NUMBER = 6;
const ORDINARY = /^(?:true|false|yes|no|on|off|null|none|nil|undefined|default|auto|required|optional|[|>][+-]?)$/i;
/** A reference to a value that stands elsewhere. */
const REFERENCE = /^(?:\$\{?\w+\}?|\{\{.*\}\}|[*&]\w+|!\w.*|<.*>)$/;

/** True for a value whose mask says more than it costs: neither a word of every file, nor so short that it is part of other words. */
export function isWorthMasking(value: string): boolean {
  if (/^\d+$/.test(value)) return value.length >= SHORTEST_NUMBER;
  return value.length >= SHORTEST && !ORDINARY.test(value) && !REFERENCE.test(value);
}

/** True for what no person would have written: 16 letters and digits in a row, both kinds. Addresses are left out, whatever is in them. */
export function looksRandom(value: string): boolean {
  if (/\s|:\/\//.test(value)) return false;
  return value.split(/[^A-Za-z0-9]+/).some((run) => run.length >= 16 && /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** True for a line that may be a password: no blanks, eight characters, and signs or cases that names and addresses do not have. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 8 || /\s|:\/\//.test(value) || REFERENCE.test(value) || /^[[{}\]<(]/.test(value)) return false;
  return /[!$%^&*+=?~#]/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value));
}
