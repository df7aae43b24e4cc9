import type { Command } from 'commander';
import { globalsOf } from '../../options.ts';
import type { Verb } from '../../verb.ts';
import type { Shell } from '../../world.ts';
import { CHECK_FORMATS, type CheckFormat, checkFormatOption, takeFormats, widenOutput } from './check-formats.ts';

/** Adds `validate` to each of `parents`, with formats of its own; answers the commands. */
export function addValidate(parents: readonly Command[], shell: Shell, verb: Verb): Command[] {
  const checks = parents.map((parent) =>
    parent
      .command('validate')
      .description('check every file of the workspace; shows all findings at once')
      .option('--strict', 'every warning is an error', false)
      .addOption(checkFormatOption())
      .action(async ({ strict }: { strict: boolean }, command: Command) => {
        const globals = globalsOf(command);
        const { outputFormat } = command.optsWithGlobals<{ outputFormat?: CheckFormat }>();
        const output = outputFormat ?? globals.output;
        await verb(async () => {
          const { validateWorkspace } = await import('./validate.ts');
          return validateWorkspace(shell, { ...globals, strict, output });
        }, command);
      }),
  );
  const [program] = parents.filter(({ parent }) => parent === null);
  for (const check of checks) takeFormats(check, CHECK_FORMATS);
  if (program !== undefined) widenOutput(program);
  return checks;
}
