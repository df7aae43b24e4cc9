import { growing, mapOf } from './document.ts';
import { oneOf, optional, text } from './parts.ts';

const platformSchema = growing(
  {
    digest: text({ description: 'Digest of the image, sha256:…', pattern: '^sha256:[0-9a-f]{64}$' }),
    tools: optional(mapOf(text(), { description: 'Versions of the tools inside, e.g. terraform: 1.13.4.' })),
  },
  { description: 'The image for one platform.' },
);

/** Schema of `toolchain.lock`. */
export const toolchainLockSchema = growing(
  {
    schema: oneOf([1], { description: 'Version of this format.' }),
    image: text({ description: 'Reference of the image that is locked, with its version.' }),
    source: oneOf(['pulled', 'built'], { description: 'Where the image came from: a registry, or a recipe here.' }),
    platforms: mapOf(platformSchema, { description: 'What is locked for each platform, e.g. linux/amd64.' }),
  },
  {
    description: 'The toolchain a workspace is pinned to. This version of polycrate neither writes nor reads the file.',
  },
);
