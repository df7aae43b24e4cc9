/** What a call may take on average on a disk worth waiting for; a call through the thread pool costs 0.05 ms on its own. */
const PATIENCE_MS = 0.3;
const CREDIT_MS = 20;

/** Puts one question to the disk, in one of two ways. */
export type Pace = <T>(direct: () => T, later: () => Promise<T>) => T | Promise<T>;

/**
 * Decides how to ask the disk. Local disks answer from memory within microseconds, and waiting for them is three times faster than
 * the detour through the thread pool; network disks take milliseconds, and there many questions at a time win. So it asks directly
 * until the time that took, for answers and failures, says otherwise.
 */
export function createPace(now = () => performance.now()): Pace {
  let creditMs = CREDIT_MS;
  return (direct, later) => {
    if (creditMs < 0) return later();
    const begunMs = now();
    try {
      return direct();
    } finally {
      creditMs = Math.min(CREDIT_MS, creditMs + PATIENCE_MS - (now() - begunMs));
    }
  };
}
