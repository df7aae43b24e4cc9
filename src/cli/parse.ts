import { CommanderError } from 'commander';
import { Problem } from '../errors.ts';
import { absentCommand } from './legacy-commands.ts';
import { translateLegacy } from './legacy-argv.ts';
import { createProgram } from './program.ts';
import type { Shell } from './world.ts';

/** Parses the command line and runs its command; answers the exit status. Rejects with a Problem: USAGE for what it does not understand. */
export async function parseAndRun(argv: readonly string[], shell: Shell): Promise<number> {
  let status = 0;
  const program = createProgram(shell, (answered) => {
    status = answered;
  });
  try {
    await program.parseAsync(translateLegacy(argv), { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // A command group without its command prints its help, as docker does.
    if (error.exitCode === 0 || error.code === 'commander.help') return 0;
    throw absentCommand(argv, program) ?? usageProblem(error);
  }
}

/** Commander's sentences are good; they only lose their prefix and give their suggestion as the hint. */
function usageProblem(error: CommanderError): Problem {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const guess = suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did');
  return new Problem('USAGE', message, {
    hint: guess === undefined ? 'polycrate --help' : `${guess} (polycrate --help)`,
  });
}
