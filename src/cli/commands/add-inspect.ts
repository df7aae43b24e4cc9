import type { Command } from 'commander';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import type { Subject } from './explain.ts';

/** Adds `inspect`, also with `--explain`, to a group of commands. */
export function addInspect(
  group: Command,
  { usage, of, subject, show }: Inspection,
  { shell, verb }: { readonly shell: Shell; readonly verb: Verb },
): void {
  group
    .command(`inspect${usage}`)
    .description(`show ${of} with everything merged and inherited`)
    .option('--explain', 'show who set each value, and what it overrode', false)
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const { explain } = command.opts<{ explain: boolean }>();
      const names = given.slice(0, -2).map(String);
      await verb(async () => {
        if (!explain) return show(...names);
        return (await import('./explain.ts')).explainLeaves(shell, subject(...names));
      }, command);
    });
}

interface Inspection {
  /** Its arguments, after a space. */
  readonly usage: string;
  readonly of: string;
  readonly subject: (...names: readonly string[]) => Subject;
  readonly show: (...names: readonly string[]) => Promise<number>;
}
