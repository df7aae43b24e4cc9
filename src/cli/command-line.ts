import { isProblem, PROBLEMS } from '../errors.ts';
import { formatFrom } from './options.ts';
import type { System } from './system.ts';

/** Runs one command line; answers the exit status. Never throws: what goes wrong is shown on `system.stderr`. */
export async function runCommandLine(argv: readonly string[], system: System): Promise<number> {
  const [{ createShell }, { parseAndRun }] = await Promise.all([import('./world.ts'), import('./parse.ts')]);
  const shell = createShell(system, formatFrom(argv));
  const tell = async (error: unknown): Promise<number> => {
    await shell.renderer.problem(error);
    return isProblem(error) ? error.exitCode : PROBLEMS.INTERNAL.exit;
  };
  const status = await parseAndRun(argv, shell).catch(tell);
  try {
    await shell[Symbol.asyncDispose]();
    return status;
  } catch (error) {
    // An answer that could not be written is a failure, unless the command already failed for its own reason.
    const told = await tell(error);
    return status === 0 ? told : status;
  }
}
