import { DEFAULT_IMAGE } from '../schema/settings.ts';

/** Reference of the toolchain image that belongs to a version of this CLI. */
export function ownImage(version: string): string {
  return `${DEFAULT_IMAGE}:${version}`;
}
