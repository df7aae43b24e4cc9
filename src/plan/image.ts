import type { Settings } from '../schema/settings.ts';

/** The image to run: a reference that names its tag or digest itself stands as it is, any other gets the version as its tag. */
export function imageOf({ reference, version }: Settings['image']): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@') ? reference : `${reference}:${version}`;
}
