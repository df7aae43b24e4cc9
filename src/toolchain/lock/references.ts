import type { ToolchainLock } from '../../schema/toolchain-lock.ts';

/** A reference without its tag and digest: `registry:5000/team/tools:7` → `registry:5000/team/tools`. */
export function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** The name by which an engine finds exactly the image of that digest: one that was pulled is known by its registry's digest, one that was built by its id. */
export function exactReference({ image, source }: Pick<ToolchainLock, 'image' | 'source'>, digest: string): string {
  return source === 'pulled' ? `${repositoryOf(image)}@${digest}` : digest;
}

/** The name under which `toolchain load` leaves an image that was locked by that digest, or a name with it: a registry's digest does not travel with an image. */
export function carriedName(image: string, digest: string): string {
  return `${repositoryOf(image)}:${digest.replace(/^.*@/, '').replace(':', '-')}`;
}

/** A digest or a reference with one, as a person can read it: `sha256:` and twelve digits. */
export function shortenDigest(text: string): string {
  return text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1');
}
