import { resolve } from 'node:path';
import { combineProblems, Problem } from '../../../errors.ts';
import { surveyImage, type WorkspaceImage } from '../../../plan/index.ts';
import type { ResolvedWorkspace } from '../../../resolve/index.ts';
import { readInventory, readLock } from '../../../toolchain/index.ts';
import {
  carryingOf,
  findExposed,
  type PackedWorkspace,
  summarize,
  writeBundle,
} from '../../../toolchain/bundle/index.ts';
import type { World } from '../../../world.ts';
import { details, formatDuration, loadBundles, type Shell } from '../../world.ts';
import { describeWorkspace } from './carried.ts';
import { requireContainers } from './containers.ts';
import { imageOfWorkspace } from './current-image.ts';

export interface BundleOptions {
  readonly imageOnly: boolean;
}

/** `polycrate toolchain bundle FILE`: everything a site without a network needs to run this workspace, in one file. */
export async function bundleToolchain(shell: Shell, file: string, { imageOnly }: BundleOptions): Promise<number> {
  requireContainers(shell, 'bundle');
  const { world } = shell;
  const { host, clock, emit, interruptions } = world;
  const startedMs = clock.elapsedMs();
  const path = resolve(host.directory, file);
  const workspace = await shell.workspace();
  const own = await surveyImage(workspace, world);
  const { bundleFiles, ...disk } = await loadBundles();
  const packed = imageOnly ? undefined : await packWorkspace(workspace, { ...world, own }, disk);
  const lockFile = await readLock(workspace.directory, world.files);
  // Such a name is a registry's, and does not travel: only a lock says what it stands for.
  if (lockFile === undefined && own.image.includes('@'))
    throw new Problem('TOOLCHAIN_UNLOCKED', `${own.image} is found by its digest only where a lock names it`, {
      hint: 'polycrate toolchain lock',
    });
  const { reference, found, lock } = await imageOfWorkspace(workspace, own, world);
  const engine = await world.engine();
  const { platform = '' } = found;
  const locked = lock?.platforms[platform]?.digest;
  const { manifest, size, digest } = await writeBundle(
    path,
    {
      created_by: `polycrate ${host.version}`,
      found,
      image: {
        ...{ reference, id: found.id, platform },
        ...(locked === undefined ? {} : { locked }),
        tools: await readInventory(found.id, { ...world, engine }),
      },
      ...(lock === undefined ? {} : { lock }),
      workspace: packed,
    },
    { engine, bundles: bundleFiles, emit, signal: interruptions.signal },
  );
  await shell.renderer.result(
    details(
      [
        ['bundle', path],
        ['image', reference],
        ['platform', platform],
        ['tools', String(Object.keys(manifest.image.tools).length)],
        ...describeWorkspace(manifest.workspace),
        ['size', `${String(Math.ceil(size / 1e6))} MB`],
        ['digest', digest],
        ['written', formatDuration(clock.elapsedMs() - startedMs)],
      ],
      { file: path, sizeBytes: size, digest, manifest },
    ),
  );
  return 0;
}

/** What of the workspace travels. Rejects with SECRET_EXPOSED when a secret of it would, and with LINK_OUTSIDE. */
async function packWorkspace(
  workspace: ResolvedWorkspace,
  { files, recipes, own }: Pick<World, 'files' | 'recipes'> & { readonly own: WorkspaceImage },
  { findFiles, packFiles }: Pick<Awaited<ReturnType<typeof loadBundles>>, 'findFiles' | 'packFiles'>,
): Promise<PackedWorkspace> {
  const { directory } = workspace;
  // The name of its own image is a hash of these.
  const context = own.recipe === undefined ? [] : (await recipes.open(own.recipe, {})).context;
  const further = context.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);
  const carried = await findFiles(directory, carryingOf(workspace, further));
  const [first, ...others] = await findExposed(
    carried.map(({ path }) => path),
    workspace,
    files,
  );
  if (first !== undefined) throw combineProblems([first, ...others]);
  return {
    summary: summarize(
      workspace,
      carried.map(({ place }) => place),
    ),
    contents: packFiles(directory, carried),
  };
}
