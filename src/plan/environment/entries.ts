import { Problem } from '../../errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads `KEY=value` entries (a value may hold `=`); a bare `KEY` takes the caller's value and is left out when there is none.
 * Throws ENV_INVALID for a name a shell cannot export.
 */
export function parseEnvironment(
  entries: readonly string[],
  host: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const name = at === -1 ? entry : entry.slice(0, at);
    requireVariableName(name);
    const value = at === -1 ? host[name] : entry.slice(at + 1);
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Throws ENV_INVALID unless a shell can export `name`. The value is not shown: it may be a secret. */
export function requireVariableName(name: string): void {
  if (NAME.test(name)) return;
  throw new Problem('ENV_INVALID', `"${name}" cannot be the name of an environment variable`, {
    hint: 'write KEY=value; a name has letters, digits and _, and does not begin with a digit',
  });
}
