import type Docker from 'dockerode';

/** How many milliseconds the engine's clock is ahead of this machine's, taken in the middle of asking; undefined where the engine does not tell. Never rejects. */
export async function measureClock(docker: Pick<Docker, 'info'>): Promise<number | undefined> {
  const asked = Date.now();
  const { SystemTime } = (await docker.info().catch(() => ({}))) as { readonly SystemTime?: string };
  const there = Date.parse(SystemTime ?? '');
  return Number.isNaN(there) ? undefined : Math.round(there - (asked + Date.now()) / 2);
}
