import { Option, type Command } from 'commander';
import { wholeNumber } from '../options.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import { addBlockInit } from './block/init/add-block-init.ts';
import { addWorkspaceCommands } from './workspace/add-workspace-commands.ts';

const GROUP = 'Look:';

/** Commands that only read. */
export function addLookCommands(program: Command, shell: Shell, verb: Verb): void {
  const block = program.command('block').alias('blocks').helpGroup(GROUP).description('list or inspect blocks');
  block
    .command('list')
    .description('list the blocks of the workspace')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./block/list.ts')).listBlocks(shell), command);
    });
  block
    .command('inspect <block>')
    .description('show a block with everything merged and inherited')
    .action(async (name: string, _options, command: Command) => {
      await verb(async () => (await import('./block/inspect.ts')).inspectBlock(shell, name), command);
    });
  addBlockInit(block, shell, verb);

  program
    .command('action')
    .alias('actions')
    .helpGroup(GROUP)
    .description('list actions')
    .command('list')
    .description('list the actions of all blocks, or of one')
    .option('--block <block>', 'only this block’s')
    .action(async (options: { block?: string }, command: Command) => {
      await verb(async () => (await import('./action/list.ts')).listActions(shell, options), command);
    });

  const workspace = program.command('workspace').helpGroup(GROUP).description('inspect or check the workspace');
  workspace
    .command('inspect')
    .description('show the whole workspace resolved')
    .action(async (_options, command: Command) => {
      await verb(async () => (await import('./workspace/inspect.ts')).inspectWorkspace(shell), command);
    });
  for (const parent of [workspace, program]) {
    const validate = parent
      .command('validate')
      .description('check every file of the workspace; shows all findings at once')
      .option('--strict', 'keys that are unknown or without effect are errors', false)
      .action(async (options: { strict: boolean }, command: Command) => {
        await verb(async () => (await import('./workspace/validate.ts')).validateWorkspace(shell, options), command);
      });
    if (parent === program) validate.helpGroup(GROUP);
  }
  addWorkspaceCommands(workspace, shell, verb);
  addLogs(program, shell, verb);
}

function addLogs(program: Command, shell: Shell, verb: Verb): void {
  const logs = program.command('logs').helpGroup(GROUP).description('read the records of what happened');
  logs
    .command('list')
    .description('list the newest transactions')
    .addOption(
      new Option('-n, --limit <count>', 'at most so many').default(20).argParser(wholeNumber('--limit', { least: 1 })),
    )
    .option('--steps', 'also the steps of workflows', false)
    .action(async (options: { limit: number; steps: boolean }, command: Command) => {
      await verb(async () => (await import('./logs/list.ts')).listLogs(shell, options), command);
    });
  logs
    .command('show [transaction]')
    .alias('inspect')
    .description('show a record and its output: the newest, or the one whose id begins or ends so')
    .option('--output-only', 'only what the action printed', false)
    .action(async (id: string | undefined, options: { outputOnly: boolean }, command: Command) => {
      await verb(async () => (await import('./logs/show.ts')).showLog(shell, { id, ...options }), command);
    });
}
