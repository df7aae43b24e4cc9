import { basename, dirname, resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { findBlockFiles } from '../../../workspace/index.ts';
import { nameFrom, quoteWord, requireName } from '../../names.ts';
import { findEnclosing } from '../../workspace-folder.ts';
import { details, layFiles, type FileToLay, type Found, type Shell, type SshKeyType } from '../../world.ts';
import { askForNames } from './ask-for-names.ts';
import { ignoreSecrets } from './ignored.ts';
import { sshKeyFiles } from './ssh-keys.ts';
import { workspaceFiles } from './workspace-files.ts';

/** What `polycrate init` is asked for. */
export interface InitOptions {
  readonly folder: string | undefined;
  readonly name?: string;
  readonly organization?: string;
  /** Only what makes the folder a workspace. */
  readonly bare: boolean;
  readonly withSshKeys: boolean;
  readonly type: SshKeyType;
  /** Ask nothing. */
  readonly yes: boolean;
  /** Say nothing when it went well. */
  readonly quiet: boolean;
}

/** `polycrate init [FOLDER]`: a workspace with one block that runs; whole, or not at all. Throws WORKSPACE_EXISTS; overwrites nothing. */
export async function init(shell: Shell, options: InitOptions): Promise<number> {
  const { files, interruptions } = shell.world;
  const directory = resolve(shell.system.directory, options.folder ?? '.');
  checkNames(options);
  const isThere = (await files.inspect(`${directory}/workspace.poly`)) !== undefined;
  if (isThere) throw refuseExisting(directory, 'file');
  const suggestion = nameFrom(basename(directory));
  const asked = options.yes ? options : await askForNames(shell, { ...options, suggestion });
  const { name = suggestion, organization } = asked;
  // workspace.poly comes last: a folder is no workspace before everything else is there.
  const hasBlocks = await holdsBlocks(files, directory);
  const [main, ...others] = await workspaceFiles(shell, { name, organization, bare: options.bare, hasBlocks });
  const keys = options.withSshKeys ? await sshKeyFiles(shell, directory, { type: options.type, comment: name }) : [];
  const wanted: FileToLay[] = [
    ...others,
    ...keys,
    ignoreSecrets,
    ...(main === undefined ? [] : [whollyNew(main, directory)]),
  ];
  const outer = await findEnclosing(dirname(directory), shell.world);
  const { written, left, unamended } = await layFiles(directory, wanted, interruptions.signal);
  if (options.quiet && unamended.length === 0 && shell.format === 'human') return 0;
  await shell.renderer.result(
    details(
      [
        ['workspace', name],
        ['organization', organization],
        ['in', directory],
        ['written', written],
        ['left as it was', [...left, ...unamended]],
        ['not ignored', unamended.length === 0 ? undefined : NOT_IGNORED],
        ['inside', outer && `${outer}, a workspace too; below ${directory} commands use the new one`],
        ['next', nextSteps(options, hasBlocks)],
      ],
      { name, organization, directory, written, left: [...left, ...unamended], inside: outer },
    ),
  );
  return 0;
}

/** Git follows no link there. */
const NOT_IGNORED =
  'secrets: .gitignore is no ordinary file; put one in its place, with the lines secrets.poly and artifacts/secrets/';

/** Somebody else may make one while names are asked for; a link that leads nowhere is none that can be looked into. */
function whollyNew(file: FileToLay, directory: string): FileToLay {
  return { ...file, refuse: (found) => (found === 'nothing' ? undefined : refuseExisting(directory, found)) };
}

function refuseExisting(directory: string, found: Found): Problem {
  const path = `${directory}/workspace.poly`;
  return found === 'file'
    ? new Problem('WORKSPACE_EXISTS', `${directory} has a workspace.poly already`, {
        hint: 'polycrate workspace inspect',
      })
    : new Problem('WORKSPACE_EXISTS', `${path} is a link that leads nowhere`, {
        hint: `remove it: rm ${quoteWord(path)}`,
      });
}

function checkNames({ name, organization }: InitOptions): void {
  if (name !== undefined) requireName(name, 'name of a workspace', '--name my-team');
  if (organization !== undefined) requireName(organization, 'organization of a workspace', '--organization my-company');
}

function nextSteps({ folder, bare }: InitOptions, hasBlocks: boolean): string[] {
  const go = folder === undefined ? [] : [`cd ${quoteWord(folder)}`];
  if (hasBlocks) return [...go, 'polycrate block list'];
  return [...go, bare ? 'polycrate block init my-block' : 'polycrate run hello greet'];
}

/** An example beside blocks that are there already would be in the way, and may bear the name of one of them. */
async function holdsBlocks(files: Shell['world']['files'], directory: string): Promise<boolean> {
  const search = { root: `${directory}/blocks`, fileName: 'block.poly', excluded: [] };
  return (await findBlockFiles(search, files)).paths.length > 0;
}
