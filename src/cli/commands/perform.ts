import type { Command } from 'commander';
import { Problem } from '../../errors.ts';
import { globalsOf, type GlobalOptions, type RunOptions } from '../options.ts';
import { addInspect } from './add-inspect.ts';
import { addWorkflowList } from './add-lists.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';

const GROUP = 'Run:';
const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Commands that run actions, and the one that shows what would run. */
export function addRunCommands(program: Command, shell: Shell, verb: Verb): void {
  withRunOptions(program.command('run <block> [action] [args...]'))
    .helpGroup(GROUP)
    .description('run an action of a block; what follows -- is passed on to it. One name alone runs that workflow')
    .action(async (...[block, action, args, , command]: [string, string | undefined, string[], object, Command]) => {
      const options = optionsOf(command);
      await verb(async () => {
        if (action === undefined) {
          const { runWorkflow } = await import('./workflow/run.ts');
          return runWorkflow(shell, { workflow: block, args }, options);
        }
        if (options.snapshot === true) {
          const { showSnapshot } = await import('./snapshot.ts');
          return showSnapshot(shell, { block, action, args }, options);
        }
        const { run } = await import('./run.ts');
        return run(shell, { block, action, args }, options);
      }, command);
    });

  withRunOptions(program.command('plan <block> <action> [args...]'))
    .helpGroup(GROUP)
    .description('show what would run, without running it')
    .action(async (...[block, action, args, , command]: [string, string, string[], object, Command]) => {
      await verb(async () => {
        const { plan } = await import('./plan.ts');
        return plan(shell, { block, action, args }, optionsOf(command));
      }, command);
    });

  for (const action of ['install', 'uninstall', 'prune']) {
    withRunOptions(program.command(`${action} <block> [args...]`))
      .helpGroup(GROUP)
      .description(`short for: run <block> ${action}`)
      .action(async (block: string, args: string[], _options, command: Command) => {
        await verb(async () => {
          const { run } = await import('./run.ts');
          return run(shell, { block, action, args }, optionsOf(command));
        }, command);
      });
  }

  addWorkflow(program, shell, verb);
}

function addWorkflow(program: Command, shell: Shell, verb: Verb): void {
  const workflow = program
    .command('workflow')
    .alias('workflows')
    .helpGroup(GROUP)
    .description('run, list or inspect workflows');
  addWorkflowList(workflow, shell, verb);
  withRunOptions(workflow.command('run <workflow> [args...]'))
    .description('run the steps of a workflow in order')
    .action(async (name: string, args: string[], _options, command: Command) => {
      await verb(async () => {
        const { runWorkflow } = await import('./workflow/run.ts');
        return runWorkflow(shell, { workflow: name, args }, optionsOf(command));
      }, command);
    });
  addInspect(
    workflow,
    {
      usage: ' <workflow>',
      of: 'a workflow',
      subject: (name = '') => ({ workflow: name }),
      show: async (name = '') => (await import('./workflow/inspect.ts')).inspectWorkflow(shell, name),
    },
    { shell, verb },
  );
}

/** Adds the options of every command that runs actions. */
export function withRunOptions(command: Command): Command {
  return command
    .option('-e, --env <KEY=value>', 'a variable for the action; KEY alone passes yours on (repeatable)', collect, [])
    .option('-m, --mount <host:container[:ro]>', 'a further mount (repeatable)', collect, [])
    .option('-f, --force', 'answer every prompt with yes', false)
    .option('-y, --yes', 'the same as --force', false)
    .option('--wait [duration]', 'wait for a running transaction to end, at most so long (e.g. 5m)');
}

/** The options of a command that runs actions, those of every command among them. Throws USAGE. */
export function optionsOf(command: Command): GlobalOptions & RunOptions {
  const options = command.optsWithGlobals<GlobalOptions & RunOptions & { yes: boolean }>();
  if (options.wait === '') throw new Problem('USAGE', '--wait= needs a duration', { hint: '--wait 5m' });
  return { ...options, ...globalsOf(command), force: options.force || options.yes };
}
