import { resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { surveyImage } from '../../../plan/index.ts';
import {
  type Comparable,
  compareLocks,
  describeChanges,
  LOCK_FILE,
  makeLock,
  parseLock,
} from '../../../toolchain/index.ts';
import { showRevision, text, type Shell } from '../../world.ts';

/**
 * `polycrate toolchain diff [OLD] [NEW]`: which tools differ. Each is a lock file, an image, or a git revision of toolchain.lock; without
 * them the lock of the workspace and its image.
 */
export async function diffToolchains(
  shell: Shell,
  { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
): Promise<number> {
  const { world } = shell;
  // Only what is left out needs a workspace.
  const workspace = after === undefined ? await shell.workspace() : undefined;
  const folder = workspace?.directory ?? world.host.directory;
  const old = await find(before ?? resolve(folder, LOCK_FILE), folder, shell);
  const fresh = await find(
    after ?? (workspace === undefined ? '' : (await surveyImage(workspace, world)).image),
    folder,
    shell,
  );
  const changes = compareLocks(old, fresh);
  const said = changes.length === 0 ? 'No difference.' : describeChanges(changes).map((line) => line.trimStart());
  await shell.renderer.result(text([said].flat().join('\n'), changes));
  return 0;
}

/** A toolchain by what a person calls it: a file first, since its name can be completed. */
async function find(name: string, folder: string, { world }: Shell): Promise<Comparable> {
  const path = resolve(world.host.directory, name);
  const info = await world.files.inspect(path);
  const bytes = info?.kind === 'file' ? await world.files.read(path) : undefined;
  if (bytes !== undefined) return parseLock(bytes.toString('utf8'), path);
  const committed = /[/:@]/.test(name) ? undefined : await showRevision(folder, name, LOCK_FILE);
  if (committed !== undefined) return parseLock(committed, `${folder}/${LOCK_FILE}`);
  if (name.endsWith(LOCK_FILE)) {
    throw new Problem('TOOLCHAIN_UNLOCKED', `there is no ${name}`, { hint: 'polycrate toolchain lock' });
  }
  const engine = await world.engine();
  if ((await engine.findImage(name)) !== undefined) return makeLock(name, { ...world, engine, before: undefined });
  throw new Problem(
    'IMAGE_UNAVAILABLE',
    `"${name}" is neither a lock file, nor a git revision with a ${LOCK_FILE}, nor an image that the engine has`,
    { hint: `docker pull ${name}` },
  );
}
