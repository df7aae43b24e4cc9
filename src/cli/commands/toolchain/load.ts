import { resolve } from 'node:path';
import { shortenDigest } from '../../../toolchain/index.ts';
import { checkBundle, loadBundledImage, requirePlatform } from '../../../toolchain/bundle/index.ts';
import { details, formatDuration, loadBundles, type Shell } from '../../world.ts';
import { requireContainers } from './containers.ts';

export interface LoadOptions {
  readonly digest?: string;
}

/** `polycrate toolchain load FILE`: checks a bundle from its first byte to its last, then gives its image to the engine. */
export async function loadToolchain(shell: Shell, file: string, { digest }: LoadOptions): Promise<number> {
  requireContainers(shell, 'load');
  const { world } = shell;
  const { host, clock, emit, interruptions, files } = world;
  const { signal } = interruptions;
  const startedMs = clock.elapsedMs();
  const path = resolve(host.directory, file);
  // The engine is looked for while the file is read; its failure shows below.
  world.engine().catch(() => undefined);
  const size = (await files.inspect(path))?.size ?? 0;
  const { bundleFiles: bundles } = await loadBundles();
  const manifest = await checkBundle(path, { bundles, emit, signal, size, digest });
  const engine = await world.engine();
  await requirePlatform(path, manifest, engine);
  const { id, wasThere, replaced } = await loadBundledImage(path, manifest, { engine, bundles, emit, signal });
  const { reference, platform, locked } = manifest.image;
  await shell.renderer.result(
    details(
      [
        ['image', reference],
        ['platform', platform],
        ['id', id],
        ['locked', locked === undefined ? undefined : shortenDigest(locked)],
        ['before', replaced === undefined ? undefined : `the name stood for ${shortenDigest(replaced)}`],
        ['loaded', wasThere ? 'already there' : formatDuration(clock.elapsedMs() - startedMs)],
      ],
      { image: reference, platform, id, loaded: !wasThere, ...(replaced && { replaced }), manifest },
    ),
  );
  return 0;
}
