export { type Comparable, compareLocks, compareTools, describeChanges } from './compare-locks.ts';
export { describeDrift, ensureLocked, findLocked } from './ensure-locked.ts';
export { findMoved } from './find-moved.ts';
export { formatLock } from './format-lock.ts';
export { holdToLock, lockedImages, requireSameImage } from './hold.ts';
export { makeLock } from './make-lock.ts';
export { findInLock, LOCK_FILE, parseLock, readLock } from './read-lock.ts';
export { carriedName, shortenDigest } from './references.ts';
