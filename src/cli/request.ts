import type { ActionRequest } from '../plan/index.ts';
import type { GlobalOptions, RunOptions } from './options.ts';
import type { Shell } from './world.ts';

/** The part of a request that comes from options and surroundings; the command adds what to run. */
export function requestFor(
  { world, colour, loglevel, preferences }: Shell,
  options: GlobalOptions & RunOptions,
): Omit<ActionRequest, 'block' | 'action' | 'args'> {
  return {
    env: options.env,
    mounts: options.mount,
    force: options.force || world.host.env['POLYCRATE_FORCE'] === '1',
    verbosity: loglevel,
    colour,
    ...(preferences.engine === 'local' ? { local: true } : {}),
    transaction: world.newId(),
  };
}

/**
 * Finding the engine, and what it has to do for a container, take longer than reading the workspace: both begin at once, by what the same
 * command line needed the last time. A failure shows when the engine is used.
 */
export function getReady({ system, world }: Shell): Pick<ActionRequest, 'purpose'> {
  const purpose = system.headStart?.purpose;
  world.engine().then(
    (engine) => {
      if (purpose !== undefined) engine.expect(purpose);
    },
    () => undefined,
  );
  return purpose === undefined ? {} : { purpose };
}
