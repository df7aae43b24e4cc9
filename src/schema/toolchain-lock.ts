import { type Static, Unsafe } from 'typebox';
import { growing, mapOf } from './document.ts';
import { oneOf, optional, text } from './parts.ts';
import type { Variant } from './tools.ts';

const platformSchema = growing(
  {
    digest: text({
      description: "sha256:…; the registry's digest of an image that was pulled, the image id of one that was built.",
      pattern: '^sha256:[0-9a-f]{64}$',
    }),
    recipe: optional(text({ description: 'SHA-256 of the recipe and its arguments, of an image that was built.' })),
    tools: optional(mapOf(text(), { description: 'Versions of the tools inside, e.g. terraform: 1.13.4.' })),
  },
  { description: 'The image for one platform.' },
);

/** Schema of `toolchain.lock`. */
export const toolchainLockSchema = growing(
  {
    schema: oneOf([1], { description: 'Version of this format.' }),
    image: text({ description: 'Reference of the image that is locked, with its version.' }),
    source: oneOf(['pulled', 'built'], { description: 'Where the image came from: a registry, or a recipe.' }),
    variant: optional(
      Unsafe<Variant>({
        type: 'object',
        additionalProperties: { type: ['string', 'boolean'] },
        description: 'Of a variant: its tools, each by its exact version, or whether it is there at all.',
      }),
    ),
    platforms: mapOf(platformSchema, { description: 'What is locked for each platform, e.g. linux/amd64.' }),
  },
  { description: 'The toolchain a workspace is pinned to; written by polycrate toolchain lock.' },
);

/** A `toolchain.lock` as written. */
export type ToolchainLock = Static<typeof toolchainLockSchema>;
/** What it says for one platform. */
export type LockedPlatform = Static<typeof platformSchema>;
