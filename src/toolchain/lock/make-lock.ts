import { Problem } from '../../errors.ts';
import type { ImageInfo } from '../../run/index.ts';
import type { LockedPlatform, ToolchainLock } from '../../schema/toolchain-lock.ts';
import { RECIPE_LABEL, TOOLS_LABEL } from '../build-toolchain.ts';
import type { Variant } from '../../schema/tools.ts';
import { type InventoryTools, readInventory } from '../inventory.ts';
import { repositoryOf } from './references.ts';

/**
 * The lock for an image the engine has: digest, source, and the tools that the image itself names. What `before` says of other platforms
 * of the same image stays. Rejects with IMAGE_UNAVAILABLE and whatever starting a container rejects with.
 */
export async function makeLock(
  image: string,
  { before, ...tools }: InventoryTools & { readonly before: ToolchainLock | undefined },
): Promise<ToolchainLock> {
  const found = await tools.engine.findImage(image);
  if (found === undefined) throw new Problem('IMAGE_UNAVAILABLE', `the engine does not have ${image}`);
  const { platform = 'linux/amd64' } = found;
  const inventory = await readInventory(found.id, tools);
  const own = describe(found, image);
  const entry: LockedPlatform = {
    ...own.entry,
    ...(Object.keys(inventory).length === 0 ? {} : { tools: { ...inventory } }),
  };
  const others = before?.image === image && before.source === own.source ? before.platforms : {};
  const variant = variantIn(found);
  return {
    schema: 1,
    image,
    source: own.source,
    ...(variant && { variant }),
    platforms: { ...others, [platform]: entry },
  };
}

/** What a variant was built with, by its own label; nothing for any other image, whatever it calls its labels. */
function variantIn({ labels }: ImageInfo): Variant | undefined {
  try {
    const told: unknown = JSON.parse(labels[TOOLS_LABEL] ?? 'null');
    return typeof told === 'object' && told !== null && !Array.isArray(told) ? told : undefined;
  } catch {
    return undefined;
  }
}

function describe(
  { id, digests, labels }: ImageInfo,
  image: string,
): { readonly source: ToolchainLock['source']; readonly entry: LockedPlatform } {
  const repository = repositoryOf(image);
  // Podman gives what was built a digest as a registry would, and calls what has no registry so.
  const digest = repository.startsWith('localhost/')
    ? undefined
    : digests.find((each) => each.startsWith(`${repository}@`));
  if (digest !== undefined) return { source: 'pulled', entry: { digest: digest.slice(digest.indexOf('@') + 1) } };
  const recipe = labels[RECIPE_LABEL];
  return {
    source: 'built',
    entry: { digest: id.replace(/^(?:sha256:)?/, 'sha256:'), ...(recipe === undefined ? {} : { recipe }) },
  };
}
