import { CommanderError, type Command } from 'commander';
import { Problem } from '../errors.ts';
import { pathOf, readCommandWords } from './command-words.ts';
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
  const words = translateLegacy(argv);
  refuseVersion(words, program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // A command group without its command prints its help, as docker does.
    if (error.exitCode === 0 || error.code === 'commander.help') return 0;
    const { usageProblem } = await import('./usage.ts');
    throw absentCommand(argv, program) ?? usageProblem(error, words, program);
  }
}

/** Behind a command `-v` is expected to say more, by people who know other tools; printing the version would be a run that never was. */
function refuseVersion(words: readonly string[], program: Command): void {
  const at = words.findIndex((word) => word === '-v' || word === '--version');
  const { command, waiting, isOver } = readCommandWords(program, words.slice(0, Math.max(at, 0)));
  if (at === -1 || command === program || waiting !== undefined || isOver) return;
  throw new Problem('USAGE', `${words[at] ?? ''} goes before any command`, {
    hint: `${pathOf(command)} --verbose says more; polycrate --version prints the version`,
  });
}
