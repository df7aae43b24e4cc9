import type { Command } from 'commander';
import { Problem } from '../errors.ts';

/** OPTION_IDLE for every `--env KEY` of a command line whose KEY the caller does not have either, so that nothing is passed on. */
export function findUnset(command: Command, env: Readonly<Record<string, string | undefined>>): Problem[] {
  const { env: entries = [] } = command.opts<{ readonly env?: readonly string[] }>();
  return entries
    .filter((entry) => /^[A-Za-z_]\w*$/.test(entry) && env[entry] === undefined)
    .map((name) => {
      const message = `--env ${name} has no effect, because ${name} is not set`;
      return new Problem('OPTION_IDLE', message, { hint: `--env ${name}=value, or: export ${name}=value` });
    });
}
