import { realpathSync, statSync } from 'node:fs';
import { askEngine, type Desk } from './ask.ts';
import type { HostFacts } from './connection.ts';
import type { FoundEngine } from './find.ts';

/** Where an engine that is not on this machine, or in a machine of its own (Docker Desktop), has its socket. */
const SOCKET_ELSEWHERE = '/var/run/docker.sock';

/** Learns what a container's description depends on, without asking the engine where the socket's owner already tells. */
export async function learnHostFacts(desk: Desk, found: FoundEngine): Promise<HostFacts> {
  const rootless = found.maybeRootless && (await askRootless(desk));
  return { rootless, socket: locateSocket(found), isPodman: found.pong.name === 'podman' };
}

async function askRootless(desk: Desk): Promise<boolean> {
  // Docker says it among its security options, Podman for itself.
  const info = (await askEngine(desk, { method: 'GET', path: '/info' })) as {
    SecurityOptions?: readonly string[];
    Rootless?: boolean;
  };
  return info.Rootless === true || (info.SecurityOptions?.some((option) => option.includes('name=rootless')) ?? false);
}

function locateSocket({ endpoint, origin, route }: FoundEngine): HostFacts['socket'] {
  if (route.socket !== undefined) return route.socket;
  if (endpoint.kind !== 'unix' || origin === 'docker desktop') return { path: SOCKET_ELSEWHERE };
  try {
    const path = realpathSync(endpoint.path);
    return { path, gid: statSync(path).gid };
  } catch {
    return { path: endpoint.path };
  }
}
