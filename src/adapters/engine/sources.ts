import { stat } from 'node:fs/promises';
import { describeMissingSource } from './refusals.ts';
import type { ContainerShape } from './shape.ts';

/** Rejects with MOUNT_SOURCE_MISSING for an engine of this machine that would make what is not there. */
export async function requireSources(mounts: ContainerShape['mounts'], endpoint: string): Promise<void> {
  await Promise.all(
    mounts.map(({ source }) =>
      stat(source).catch((error: unknown) => {
        throw describeMissingSource(source, endpoint, error);
      }),
    ),
  );
}
