import { dirname, join, resolve } from 'node:path';
import { Problem } from '../errors.ts';
import type { Files } from './ports.ts';

/** File name that makes a folder a workspace. */
export const WORKSPACE_FILE = 'workspace.poly';

/** The nearest folder, from `directory` upwards or with `exact` only that one, that holds a `workspace.poly`. Rejects with WORKSPACE_NOT_FOUND. */
export async function findWorkspace(directory: string, files: Files, { exact = false } = {}): Promise<string> {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const info = await files.inspect(join(folder, WORKSPACE_FILE));
    if (info !== undefined && info.kind !== 'directory') return folder;
    if (exact || folder === dirname(folder)) break;
  }
  if (exact) {
    throw new Problem('WORKSPACE_NOT_FOUND', `no ${WORKSPACE_FILE} in ${resolve(directory)}`, {
      hint: `name the folder that holds ${WORKSPACE_FILE}, or make a workspace there: polycrate init`,
    });
  }
  throw new Problem('WORKSPACE_NOT_FOUND', `no ${WORKSPACE_FILE} in ${resolve(directory)} or any folder above it`, {
    hint: 'go to a workspace, name one with --workspace PATH, or make one here: polycrate init',
  });
}
