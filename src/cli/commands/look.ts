import { Option, type Command } from 'commander';
import { wholeNumber } from '../options.ts';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import { addInspect } from './add-inspect.ts';
import { addLists } from './add-lists.ts';
import { addExports } from './logs/add-exports.ts';
import { addBlockInit } from './block/init/add-block-init.ts';
import { addValidate } from './workspace/add-validate.ts';
import { addWorkspaceCommands } from './workspace/add-workspace-commands.ts';

const GROUP = 'Look:';

/** Commands that only read. */
export function addLookCommands(program: Command, shell: Shell, verb: Verb): void {
  const block = program.command('block').alias('blocks').helpGroup(GROUP).description('list, inspect or make blocks');
  const action = program.command('action').alias('actions').helpGroup(GROUP).description('list or inspect actions');
  addLists({ block, action }, shell, verb);
  addInspect(
    block,
    {
      usage: ' <block>',
      of: 'a block',
      subject: (name = '') => ({ block: name }),
      show: async (name = '') => (await import('./block/inspect.ts')).inspectBlock(shell, name),
    },
    { shell, verb },
  );
  addBlockInit(block, shell, verb);

  addInspect(
    action,
    {
      usage: ' <block> <action>',
      of: 'an action',
      subject: (name = '', own = '') => ({ block: name, action: own }),
      show: async (name = '', own = '') => (await import('./action/inspect.ts')).inspectAction(shell, name, own),
    },
    { shell, verb },
  );
  const workspace = program
    .command('workspace')
    .helpGroup(GROUP)
    .description('make, inspect or check a workspace; give workspaces names');
  addInspect(
    workspace,
    {
      usage: '',
      of: 'the whole workspace',
      subject: () => ({}),
      show: async () => (await import('./workspace/inspect.ts')).inspectWorkspace(shell),
    },
    { shell, verb },
  );
  for (const validate of addValidate([workspace, program], shell, verb)) {
    if (validate.parent === program) validate.helpGroup(GROUP);
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
  addExports(logs, shell, verb);
}
