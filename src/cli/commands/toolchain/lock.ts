import { isProblem } from '../../../errors.ts';
import { mirrorArguments, surveyImage } from '../../../plan/index.ts';
import type { ResolvedWorkspace } from '../../../resolve/index.ts';
import {
  compareLocks,
  describeChanges,
  ensureWorkspaceImage,
  formatLock,
  LOCK_FILE,
  makeLock,
  readLock,
} from '../../../toolchain/index.ts';
import { replaceFile, text, type Shell } from '../../world.ts';
import { requireContainers } from './containers.ts';

const BUILT =
  'Commit it. The image was built here, so everybody needs this very one: from a registry, or by polycrate toolchain bundle.';

/** `polycrate toolchain lock`: pins the image of the workspace as it is on this engine, and says what that changes. */
export async function lockToolchain(shell: Shell): Promise<number> {
  requireContainers(shell, 'lock');
  const workspace = await shell.workspace();
  await writeLock(shell, workspace);
  return 0;
}

/** Gets the image of the workspace where it is absent, writes the lock, and answers with what has changed. */
export async function writeLock(shell: Shell, workspace: ResolvedWorkspace): Promise<void> {
  const { world } = shell;
  const path = `${workspace.directory}/${LOCK_FILE}`;
  const engine = await world.engine();
  // Writing it again is what helps when it cannot be read.
  const before = await readLock(workspace.directory, world.files).catch((error: unknown) => {
    if (isProblem(error) && error.code === 'TOOLCHAIN_LOCK_INVALID') return undefined;
    throw error;
  });
  const wanted = await surveyImage(workspace, world);
  const { image } = wanted;
  await ensureWorkspaceImage(wanted, {
    ...world,
    engine,
    variant: workspace.settings.image.variant,
    settled: before?.variant,
    mirrors: mirrorArguments(workspace.settings),
  });
  const lock = await makeLock(image, { ...world, engine, before });
  const written = formatLock(lock);
  const isSame = (await world.files.read(path))?.toString('utf8') === written;
  if (!isSame) await replaceFile(path, written);
  const changes = before === undefined ? undefined : compareLocks(before, lock);
  const said = [
    isSame
      ? `${LOCK_FILE} is up to date: ${image}`
      : `${LOCK_FILE} ${before === undefined ? 'written' : 'changed'}: ${image}`,
    ...(changes === undefined ? describeNew(lock.platforms) : describeChanges(changes)),
    ...(isSame ? [] : [lock.source === 'built' ? BUILT : 'Commit it, so that everybody runs the same.']),
  ];
  await shell.renderer.result(
    text(said.join('\n'), { file: path, changed: !isSame, lock, ...(changes && { changes }) }),
  );
}

function describeNew(platforms: Awaited<ReturnType<typeof makeLock>>['platforms']): string[] {
  return Object.entries(platforms).map(([platform, { digest, tools = {} }]) => {
    const count = Object.keys(tools).length;
    return `  ${platform}  ${digest}${count === 0 ? '' : `, ${String(count)} tools`}`;
  });
}
