import { parseDuration } from '../resolve/index.ts';
import type { Host } from './facts.ts';

/** Long enough for the next try of somebody at work, short enough that nobody wonders what is running there. */
const USUAL_MS = 5 * 60_000;

/** How long a container is to wait for the next action, from `container.park`; undefined for none. On a CI machine nobody comes back. */
export function chooseParking(wish: string, { env }: Pick<Host, 'env'>): number | undefined {
  if (wish === 'auto') return isCi(env) ? undefined : USUAL_MS;
  const ms = wish === 'off' ? 0 : parseDuration(wish);
  return ms === 0 ? undefined : ms;
}

/** True on the machines of CI systems, which set `CI`. */
export function isCi(env: Host['env']): boolean {
  return !['', '0', 'false'].includes((env['CI'] ?? '').toLowerCase());
}
