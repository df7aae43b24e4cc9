import { Problem } from '../errors.ts';

/** A network's or container's name or id, as engines let people choose them; some let blanks stand inside. */
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_. -]*[A-Za-z0-9_.-])?$/;
/** What Podman knows besides, with options of its own. */
const PODMAN = /^(?:slirp4netns|pasta|ns):\S+$/;

/** `container.network` as it is given to the engine: host, bridge, none, `container:NAME` or the name of a network. Throws VALUE_INVALID. */
export function chooseNetwork(wish: string): string {
  const problem = checkNetwork(wish);
  if (problem !== undefined) throw problem;
  return wish;
}

/** VALUE_INVALID for a `container.network` that no engine can have; whether there is such a network is the engine's to say. */
export function checkNetwork(wish: string): Problem | undefined {
  const [, target] = /^container:(.*)$/.exec(wish) ?? [];
  if (PODMAN.test(wish) || NAME.test(target ?? wish)) return undefined;
  const [kind, hint] =
    target === undefined
      ? ['network', 'write host, bridge, none, or a name that "docker network ls" shows']
      : ['container', 'write container: and a name that "docker ps" shows'];
  return new Problem('VALUE_INVALID', `container.network is "${wish}", and no ${kind} can be called that`, { hint });
}
