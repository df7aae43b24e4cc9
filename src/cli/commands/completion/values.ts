import type { Command, Option } from 'commander';
import { listRecords, type RecordSummary } from '../../../record/index.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../../../resolve/index.ts';
import { SETTINGS } from '../../../schema/generated/validators.js';
import { PUBLISHED } from '../../../schema/published.ts';
import { BLOCK_KINDS } from '../../../schema/rules.ts';
import { pathOf, type CommandWords } from '../../command-words.ts';
import { listNamedWorkspaces } from '../../named-workspaces.ts';
import { shortenId, type Shell } from '../../world.ts';
import { foldersAt } from './folders.ts';

/** The place that is to be filled. */
export interface Asked extends Pick<CommandWords, 'command' | 'operands' | 'given'> {
  readonly shell: Shell;
  readonly typed: string;
}

type Source = (asked: Asked) => Promise<readonly string[]>;

const WORKFLOWS: Source = inWorkspace(({ workflows }) => workflows.map(nameOf));
const BLOCKS: Source = inWorkspace(({ blocks }) => blocks.map(nameOf));
const FOLDERS: Source = ({ shell, typed }) => foldersAt(shell, typed);
const WORKSPACES: Source = async ({ shell }) => (await listNamedWorkspaces(shell.world)).map(nameOf);

const OF_OPTIONS: Readonly<Record<string, Source>> = {
  '--workspace': async (asked) => [...(await WORKSPACES(asked)), ...(await FOLDERS(asked))],
  '--set': () => Promise.resolve(Object.keys(SETTINGS).map((key) => `${key}=`)),
  '--engine': () => Promise.resolve(['docker', 'podman']),
  '--loglevel': () => Promise.resolve(['0', '1', '2', '3', '4']),
  '--from': BLOCKS,
  '--block': BLOCKS,
  '--folder': FOLDERS,
  '--blocks-root': FOLDERS,
  '--artifacts-root': FOLDERS,
  '--logs-root': FOLDERS,
  'block list --kind': inWorkspace(({ blocks }) => [...BLOCK_KINDS, ...blocks.map(({ kind }) => kind)]),
  'action list --kind': () => Promise.resolve(['script', 'playbook']),
  'block list --name': BLOCKS,
  'block list --label': inWorkspace(({ blocks }, asked) => labelsOf(blocks, asked)),
  'action list --name': inWorkspace(({ blocks }) => blocks.flatMap(({ actions }) => actions.map(nameOf))),
  'action list --label': inWorkspace(({ blocks }, asked) =>
    labelsOf(
      blocks.flatMap(({ actions }) => actions),
      asked,
    ),
  ),
  'workflow list --name': WORKFLOWS,
  'workflow list --label': inWorkspace(({ workflows }, asked) => labelsOf(workflows, asked)),
};

const OF_ARGUMENTS: Readonly<Record<string, Source>> = {
  workflow: WORKFLOWS,
  folder: FOLDERS,
  block: BLOCKS,
  key: () => Promise.resolve(Object.keys(SETTINGS)),
  action: inWorkspace(({ blocks }, { operands: [owner = ''] }) => {
    return blocks.find(({ name, alias }) => name === owner || alias.includes(owner))?.actions.map(nameOf) ?? [];
  }),
  transaction: inWorkspace(async ({ directory, settings }, { shell }) => {
    const query = { accepts: ({ parent }: RecordSummary) => parent === undefined };
    const records = await listRecords(shell.world.records, `${directory}/${settings.logsroot}`, { limit: 20, query });
    return records.map(({ summary }) => shortenId(summary.transaction));
  }),
  'schema name': () => Promise.resolve(PUBLISHED.map(nameOf)),
  'workspace use name': WORKSPACES,
  'workspace remove name': WORKSPACES,
  'run block': inWorkspace(({ blocks, workflows }) => [...blocks.filter(isRunnable), ...workflows].map(nameOf)),
  'plan block': inWorkspace(({ blocks }) => blocks.filter(isRunnable).map(nameOf)),
  'shell block': inWorkspace(({ blocks }) => blocks.filter(isRunnable).map(nameOf)),
  'exec block': inWorkspace(({ blocks }) => blocks.filter(isRunnable).map(nameOf)),
  'install block': havingAction,
  'uninstall block': havingAction,
  'prune block': havingAction,
};

/** The values an option can have; none where any text will do. */
export function optionValues({ argChoices, long }: Option, asked: Asked): Promise<readonly string[]> {
  if (argChoices !== undefined) return Promise.resolve(argChoices);
  return find(OF_OPTIONS, asked.command, long ?? '')?.(asked) ?? Promise.resolve([]);
}

/** The values the next argument of a command can have; none where any text will do, or there is no further argument. */
export function argumentValues(asked: Asked): Promise<readonly string[]> {
  const { registeredArguments: all } = asked.command;
  const last = all.at(-1);
  const argument = all[asked.operands.length] ?? (last?.variadic === true ? last : undefined);
  if (argument?.argChoices !== undefined) return Promise.resolve(argument.argChoices);
  return find(OF_ARGUMENTS, asked.command, argument?.name() ?? '')?.(asked) ?? Promise.resolve([]);
}

function find(sources: Readonly<Record<string, Source>>, command: Command, what: string): Source | undefined {
  const path = pathOf(command)
    .replace(/^polycrate /, '')
    .replace(/ ls$/, ' list');
  return sources[`${path} ${what}`] ?? sources[what];
}

/** Also of a workspace with mistakes in it; of none where there is no workspace. */
function inWorkspace(
  names: (workspace: ResolvedWorkspace, asked: Asked) => readonly string[] | Promise<readonly string[]>,
): Source {
  return async (asked) => {
    const checked = await asked.shell.check().catch(() => undefined);
    return checked === undefined ? [] : names(checked.workspace, asked);
  };
}

function havingAction(asked: Asked): Promise<readonly string[]> {
  const wanted = asked.command.name();
  const has = ({ actions }: ResolvedBlock) => actions.some(({ name, alias }) => [name, ...alias].includes(wanted));
  return inWorkspace(({ blocks }) => blocks.filter((block) => isRunnable(block) && has(block)).map(nameOf))(asked);
}

function isRunnable({ template }: ResolvedBlock): boolean {
  return !template;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** Their keys; with the values once `=` is typed. */
function labelsOf(
  things: readonly { readonly labels: Readonly<Record<string, string>> }[],
  { typed }: Pick<Asked, 'typed'>,
): string[] {
  const pairs = things.flatMap(({ labels }) => Object.entries(labels));
  return pairs.map(([key, value]) => (typed.includes('=') ? `${key}=${value}` : key));
}
