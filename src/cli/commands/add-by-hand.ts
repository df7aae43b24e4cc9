import type { Command } from 'commander';
import { Problem } from '../../errors.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import { optionsOf, withRunOptions } from './perform.ts';

const GROUP = 'Run:';

/** `shell` and `exec`: what is done by hand where actions run. */
export function addByHandCommands(program: Command, shell: Shell, verb: Verb): void {
  const add = (usage: string, description: string): Command =>
    withRunOptions(program.command(usage))
      .option('--lock', 'hold the lock of the workspace meanwhile, as run does; --wait implies it', false)
      .helpGroup(GROUP)
      .description(description);

  add('shell [block]', 'open a shell where actions of a block run, or at the root of the workspace').action(
    async (block: string | undefined, { lock }: { lock: boolean }, command: Command) => {
      await verb(async () => {
        const { performByHand } = await import('./by-hand.ts');
        return performByHand(shell, { command: 'shell', block, args: [] }, { ...optionsOf(command), lock });
      }, command);
    },
  );

  add(
    'exec [block] [command...]',
    'run the command that follows -- where actions of a block run, or at the root of the workspace',
  )
    .usage('[options] [block] -- <command> [args...]')
    .action(async (...[, , { lock }, command]: [string, string[], { lock: boolean }, Command]) => {
      await verb(async () => {
        const { block, args } = divide(command.args, wordsOf(program));
        const { performByHand } = await import('./by-hand.ts');
        return performByHand(shell, { command: 'exec', block, args }, { ...optionsOf(command), lock });
      }, command);
    });
}

/** The words as they were typed; commander keeps them and does not say so in its types. */
function wordsOf(program: Command): readonly string[] {
  return (program as Command & { readonly rawArgs: readonly string[] }).rawArgs;
}

/** What stands before `--` is the block, what stands behind it the command. Throws USAGE. */
function divide(
  operands: readonly string[],
  typed: readonly string[],
): { readonly block: string | undefined; readonly args: readonly string[] } {
  const end = typed.indexOf('--');
  const args = end === -1 ? [] : typed.slice(end + 1);
  const before = operands.slice(0, operands.length - args.length);
  if (args.length > 0 && before.length < 2) return { block: before[0], args };
  const [block = '', ...rest] = before;
  if (args.length > 0) {
    throw new Problem('USAGE', `exec takes one block, not ${String(before.length)}`, {
      hint: `polycrate exec ${block} -- ${[...rest, ...args].join(' ')}`,
    });
  }
  throw new Problem('USAGE', 'the command to run goes behind --', {
    hint:
      rest.length > 0
        ? `polycrate exec ${block} -- ${rest.join(' ')}`
        : `polycrate exec ${block || '[BLOCK]'} -- COMMAND`,
  });
}
