import { surveyImage } from '../../../plan/index.ts';
import { openWorkspace } from '../../../pipeline.ts';
import type { ImageInfo } from '../../../run/index.ts';
import { carriedName, ownImage, readLock, RECIPE_LABEL } from '../../../toolchain/index.ts';
import { listNamedWorkspaces } from '../../named-workspaces.ts';
import { findEnclosing } from '../../workspace-folder.ts';
import { type Shell, text } from '../../world.ts';
import { requireContainers } from './containers.ts';

export interface PruneOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/**
 * `polycrate toolchain prune`: removes images built from a recipe of ours that nothing needs: neither this version, nor a known workspace by
 * its lock or its settings, nor a container. Asks before. A lock that cannot be read stops it: it may name any of them.
 */
export async function pruneImages(shell: Shell, { dryRun, yes }: PruneOptions): Promise<number> {
  requireContainers(shell, 'prune');
  const { world } = shell;
  const engine = await world.engine();
  const [images, needed] = await Promise.all([engine.listImages(RECIPE_LABEL), findNeeded(shell)]);
  const names = new Set(needed);
  const isNeeded = ({ id, tags, digests }: ImageInfo): boolean =>
    [id, ...tags, ...digests.map((each) => each.slice(each.indexOf('@') + 1))].some((name) => names.has(name));
  const idle = images.filter((image) => !isNeeded(image));
  if (!dryRun && !yes && idle.length > 0)
    await world.confirm(`remove ${count(idle)} (${idle.map(nameOf).join(', ')})?`);
  const removed: ImageInfo[] = [];
  for (const image of idle) {
    if (dryRun || (await engine.removeImage(image.id)) === 'removed') removed.push(image);
  }
  const inUse = idle.length - removed.length;
  const said = [
    `${count(removed)} ${dryRun ? 'would be removed' : 'removed'}; ${String(images.length - removed.length)} kept`,
    ...removed.map((image) => `  ${nameOf(image)}`),
    ...(inUse === 0 ? [] : [`  ${String(inUse)} in use by containers`]),
  ];
  const data = {
    removed: removed.map(({ id, tags }) => ({ id, tags })),
    kept: images.length - removed.length,
    inUse,
    dryRun,
  };
  await shell.renderer.result(text(said.join('\n'), data));
  return 0;
}

/** Names, ids and digests that must stay. */
async function findNeeded(shell: Shell): Promise<string[]> {
  const { world } = shell;
  const chosen = shell.namesWorkspace ? [(await shell.workspace()).directory] : [];
  const here = await findEnclosing(world.host.directory, world);
  const named = await listNamedWorkspaces(world);
  const folders = [
    ...named.flatMap((each) => (each.isGone === true ? [] : [each.folder])),
    ...(here === undefined ? [] : [here]),
    ...chosen,
  ];
  const found = await Promise.all(
    [...new Set(folders)].map(async (folder) => {
      const lock = await readLock(folder, world.files);
      // One that is broken otherwise is still known by its lock.
      const image = await openWorkspace(folder, world, { exact: true })
        .then(async ({ workspace }) => {
          const { image, recipe } = await surveyImage(workspace, world);
          return [image, ...(recipe === undefined ? [] : [recipe.base])];
        })
        .catch(() => []);
      const digests = Object.values(lock?.platforms ?? {}).map(({ digest }) => digest);
      // What was loaded from a bundle has the locked digest in its name only.
      const carried = digests.map((digest) => carriedName(lock?.image ?? '', digest));
      return [...image, ...digests, ...carried, ...(lock === undefined ? [] : [lock.image])];
    }),
  );
  return [ownImage(world.host.version), ...found.flat()];
}

const count = ({ length }: readonly unknown[]): string => `${String(length)} ${length === 1 ? 'image' : 'images'}`;
const nameOf = ({ tags, id }: ImageInfo): string => tags[0] ?? id.replace('sha256:', '').slice(0, 12);
