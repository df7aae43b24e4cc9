import { resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { shortenDigest } from '../../../toolchain/index.ts';
import {
  checkBundle,
  type LaidWorkspace,
  loadBundledImage,
  readPart,
  requirePlatform,
} from '../../../toolchain/bundle/index.ts';
import { details, formatDuration, loadBundles, type Shell } from '../../world.ts';
import { countFiles, describeWorkspace } from './carried.ts';
import { requireContainers } from './containers.ts';

export interface LoadOptions {
  readonly digest?: string;
  readonly into?: string;
}

/** `polycrate toolchain load FILE`: checks a bundle from its first byte to its last, then gives its image to the engine. */
export async function loadToolchain(shell: Shell, file: string, { digest, into }: LoadOptions): Promise<number> {
  requireContainers(shell, 'load');
  const { world } = shell;
  const { host, clock, emit, interruptions, files } = world;
  const { signal } = interruptions;
  const startedMs = clock.elapsedMs();
  const path = resolve(host.directory, file);
  // The engine is looked for while the file is read; its failure shows below.
  world.engine().catch(() => undefined);
  const size = (await files.inspect(path))?.size ?? 0;
  const { bundleFiles: bundles, layWorkspace } = await loadBundles();
  const manifest = await checkBundle(path, { bundles, emit, signal, size, digest });
  const engine = await world.engine();
  await requirePlatform(path, manifest, engine);
  const folder = into === undefined ? undefined : resolve(host.directory, into);
  const part = manifest.parts.find(({ contents }) => contents === 'workspace');
  if (folder !== undefined && part === undefined)
    throw new Problem('BUNDLE_INVALID', `${path} holds no workspace: it was written with --image-only`, {
      hint: `polycrate toolchain load ${file}`,
    });
  // All of it lies ready before the engine gets anything.
  await using laid =
    folder === undefined || part === undefined
      ? undefined
      : await layWorkspace(readPart(path, part, { bundles, signal }), folder, signal);
  const { id, wasThere, replaced } = await loadBundledImage(path, manifest, { engine, bundles, emit, signal });
  await laid?.put();
  const { reference, platform, locked } = manifest.image;
  await shell.renderer.result(
    details(
      [
        ['image', reference],
        ['platform', platform],
        ['id', id],
        ['locked', locked === undefined ? undefined : shortenDigest(locked)],
        ['before', replaced === undefined ? undefined : `the name stood for ${shortenDigest(replaced)}`],
        ...describeWorkspace(manifest.workspace),
        ['into', folder === undefined ? undefined : describeLaid(folder, laid)],
        ['loaded', wasThere ? 'already there' : formatDuration(clock.elapsedMs() - startedMs)],
      ],
      {
        image: reference,
        platform,
        id,
        loaded: !wasThere,
        ...(replaced && { replaced }),
        ...(folder && { folder }),
        manifest,
      },
    ),
  );
  return 0;
}

function describeLaid(folder: string, laid: LaidWorkspace | undefined): string {
  const { written = 0, there = 0 } = laid ?? {};
  return `${folder} (${countFiles(written)}${there === 0 ? '' : `, ${String(there)} were there`})`;
}
