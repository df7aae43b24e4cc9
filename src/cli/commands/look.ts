import type { Command } from 'commander';
import type { Verb } from '../verb.ts';
import type { Shell } from '../world.ts';
import { addInspect } from './add-inspect.ts';
import { addLists } from './add-lists.ts';
import { addBlockInit } from './block/init/add-block-init.ts';
import { addLogs } from './logs/add-logs.ts';
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
  addLogs(program, { shell, verb, group: GROUP });
}
