import type { ActionRequest } from '../plan/index.ts';
import type { GlobalOptions, RunOptions } from './options.ts';
import type { Shell } from './world.ts';

/** The part of a request that comes from options and surroundings; the command adds what to run. */
export function requestFor(
  { world, colour, loglevel }: Shell,
  options: GlobalOptions & RunOptions,
): Omit<ActionRequest, 'block' | 'action' | 'args'> {
  return {
    env: options.env,
    mounts: options.mount,
    force: options.force || world.host.env['POLYCRATE_FORCE'] === '1',
    verbosity: loglevel,
    colour,
    transaction: world.newId(),
  };
}
