import { basename, resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { nameFrom, requireName } from '../../names.ts';
import { details, layFiles, type FileToLay, type Shell, type SshKeyType } from '../../world.ts';
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
}

/** `polycrate init [FOLDER]`: a workspace with one block that runs; whole, or not at all. Throws WORKSPACE_EXISTS; overwrites nothing. */
export async function init(shell: Shell, options: InitOptions): Promise<number> {
  const { files, interruptions } = shell.world;
  const directory = resolve(shell.system.directory, options.folder ?? '.');
  checkNames(options);
  if ((await files.inspect(`${directory}/workspace.poly`)) !== undefined) {
    throw new Problem('WORKSPACE_EXISTS', `${directory} has a workspace.poly already`, {
      hint: 'polycrate workspace inspect',
    });
  }
  const suggestion = nameFrom(basename(directory));
  const asked = options.yes ? options : await askForNames(shell, { ...options, suggestion });
  const { name = suggestion, organization } = asked;
  // workspace.poly comes last: a folder is no workspace before everything else is there.
  const [main, ...others] = await workspaceFiles(shell, { name, organization, bare: options.bare });
  const keys = options.withSshKeys ? await sshKeyFiles(shell, directory, { type: options.type, comment: name }) : [];
  const wanted: FileToLay[] = [...others, ...keys, ignoreSecrets, ...(main === undefined ? [] : [main])];
  const { written, left } = await layFiles(directory, wanted, interruptions.signal);
  await shell.renderer.result(
    details(
      [
        ['workspace', name],
        ['organization', organization],
        ['in', directory],
        ['written', written],
        ['left as it was', left],
        ['next', nextSteps(options)],
      ],
      { name, organization, directory, written, left },
    ),
  );
  return 0;
}

function checkNames({ name, organization }: InitOptions): void {
  if (name !== undefined) requireName(name, 'name of a workspace', '--name my-team');
  if (organization !== undefined) requireName(organization, 'organization of a workspace', '--organization my-company');
}

function nextSteps({ folder, bare }: InitOptions): string[] {
  const go =
    folder === undefined ? [] : [`cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`}`];
  return [...go, bare ? 'polycrate block init my-block' : 'polycrate run hello greet'];
}
