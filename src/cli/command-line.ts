import { isProblem, PROBLEMS } from '../errors.ts';
import { formatFrom } from './options.ts';
import type { System } from './system.ts';
import type { Shell } from './world.ts';

/** Runs one command line; answers the exit status. Never throws: what goes wrong is shown on `system.stderr`. */
export async function runCommandLine(argv: readonly string[], system: System): Promise<number> {
  const [{ createShell }, { parseAndRun }] = await Promise.all([import('./world.ts'), import('./parse.ts')]);
  const shell = createShell(system, formatFrom(argv));
  const command = parseAndRun(argv, shell).catch((error: unknown) => tell(error, shell));
  const crashed = shell.crashed.catch((error: unknown) => tell(error, shell));
  const status = await Promise.race([command, shell.abandoned, crashed]);
  try {
    await shell[Symbol.asyncDispose]();
    return status;
  } catch (error) {
    // An answer that could not be written is a failure, unless the command already failed for its own reason.
    const told = await tell(error, shell);
    return status === 0 ? told : status;
  }
}

async function tell(error: unknown, shell: Shell): Promise<number> {
  await shell.renderer.problem(error);
  if (!isProblem(error)) return PROBLEMS.INTERNAL.exit;
  return error.code === 'INTERRUPTED' ? (shell.interruptedStatus() ?? error.exitCode) : error.exitCode;
}
