import type { Entry } from './entry.ts';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whose a file is, as each side says it. */
export interface Owners {
  readonly ownerThere: (entry: Entry) => Owner;
  /** Undefined: whoever makes it here, since only root may give files away. */
  readonly ownerHere: (entry: Entry) => Owner | undefined;
}

/** As with a mount: the numbers are the same on both sides, but root of a rootless engine is the caller. */
export function createOwners(rootless: boolean): Owners {
  const uid = process.getuid?.() ?? 0;
  return {
    ownerThere: (entry) => (rootless && entry.uid === uid ? { uid: 0, gid: 0 } : { uid: entry.uid, gid: entry.gid }),
    ownerHere: (entry) => (uid !== 0 || rootless ? undefined : { uid: entry.uid, gid: entry.gid }),
  };
}
