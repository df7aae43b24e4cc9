import { join } from 'node:path';
import { findWorkspace, WORKSPACE_FILE } from './find.ts';
import { NO_OUTSIDE_SETTINGS, type OutsideSettings } from './outside-settings.ts';
import type { Files } from './ports.ts';
import { readFile } from './read-file.ts';
import { rootsOf } from './roots.ts';

/**
 * Absolute path of the folder of the records of the workspace that `directory` is in, or is. Reads no blocks, and what is wrong in
 * the workspace does not matter: its records are wanted most when something is. Rejects with WORKSPACE_NOT_FOUND.
 */
export async function locateRecords(
  directory: string,
  files: Files,
  { exact = false, settings = NO_OUTSIDE_SETTINGS }: { readonly exact?: boolean; readonly settings?: OutsideSettings },
): Promise<string> {
  const folder = await findWorkspace(directory, files, { exact });
  const tools = { files, before: undefined };
  const main = await readFile(join(folder, WORKSPACE_FILE), 'workspace', tools);
  const secrets = await readFile(join(folder, 'secrets.poly'), 'secrets', tools);
  return join(folder, rootsOf([main.source, secrets.source], settings).logsroot);
}
