import { statSync, type Stats } from 'node:fs';
import type { Job } from '../../../run/index.ts';
import { describeMissingSource } from '../refusals.ts';

type Mount = Job['mounts'][number];

/** What becomes of a job's mounts on an engine that does not see what they name. */
export interface SortedMounts {
  /** Folders: each is copied, and brought back where the action may write. */
  readonly folders: readonly Mount[];
  /** Files: each is put into the container. */
  readonly files: readonly Mount[];
  /** Sockets and devices: they stay here. */
  readonly others: readonly Mount[];
}

/** Sorts mounts by what is behind them. Throws MOUNT_SOURCE_MISSING where nothing is. */
export function sortMounts(mounts: readonly Mount[], endpoint: string): SortedMounts {
  const kinds = mounts.map((mount) => {
    const info = statSync(mount.source, { throwIfNoEntry: false });
    if (info === undefined) throw describeMissingSource(mount.source, endpoint);
    return { mount, info };
  });
  const pick = (isMeant: (info: Stats) => boolean): Mount[] =>
    kinds.filter(({ info }) => isMeant(info)).map(({ mount }) => mount);
  return {
    folders: pick((info) => info.isDirectory()),
    files: pick((info) => info.isFile()),
    others: pick((info) => !info.isDirectory() && !info.isFile()),
  };
}

/** The job without the variables that lead to mounts it does not get. */
export function withoutAbsent(job: Job, absent: readonly Mount[]): Job {
  const targets = new Set(absent.map(({ target }) => target));
  return { ...job, env: Object.fromEntries(Object.entries(job.env).filter(([, value]) => !targets.has(value))) };
}
