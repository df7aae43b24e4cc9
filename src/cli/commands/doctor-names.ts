import { loadFindHost, type Shell } from '../world.ts';
import { proxyOf } from './doctor-surroundings.ts';
import type { Finding } from './doctor.ts';

/** A name that this setup relies on, and whether it can do without. */
interface Wanted {
  readonly name: string;
  readonly isNeeded: boolean;
}

/** Whether the names this setup relies on can be looked up: those of the proxy and of an engine by TCP, else the registry of `image`. Asks nobody but the machine's own resolver. */
export async function checkNames({ world }: Shell, image: string, endpoint: string | undefined): Promise<Finding> {
  const proxy = proxyOf(world.host.env)?.place?.hostname;
  const engine = endpoint?.startsWith('tcp://') === true ? hostIn(endpoint) : undefined;
  const wanted: readonly Wanted[] = [
    ...(engine === undefined ? [] : [{ name: engine, isNeeded: true }]),
    // Behind a proxy it is the proxy that looks names up.
    proxy === undefined ? { name: registryOf(image), isNeeded: false } : { name: proxy, isNeeded: true },
  ].filter(({ name }) => !/^[\d.]+$|:/.test(name));
  const { findHost } = await loadFindHost();
  const looked = await Promise.all(wanted.map(async (each) => ({ ...each, ...(await findHost(each.name)) })));
  const facts = { names: Object.fromEntries(looked.map(({ name, failure }) => [name, failure ?? 'found'])) };
  const lost = looked.filter(({ failure }) => failure !== undefined);
  const [first] = lost;
  if (first === undefined) {
    const told = looked.length === 0 ? 'nothing to look up' : `found: ${looked.map(({ name }) => name).join(', ')}`;
    return { what: 'dns', state: 'ok', told, facts };
  }
  return {
    what: 'dns',
    state: lost.some(({ isNeeded }) => isNeeded) ? 'wrong' : 'note',
    told: `not found: ${lost.map(({ name, failure = '' }) => `${name} (${failure})`).join(', ')}`,
    help: `getent hosts ${first.name}; cat /etc/resolv.conf   (its "nameserver" must answer)`,
    facts,
  };
}

function hostIn(endpoint: string): string | undefined {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname.replace(/^\[|\]$/g, '') : undefined;
}

/** The host an image is pulled from, by the rule of docker: the first part when it looks like one. */
function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  return isHost ? first.replace(/:\d+$/, '') : 'registry-1.docker.io';
}
