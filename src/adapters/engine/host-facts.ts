import type Docker from 'dockerode';
import { realpath, stat } from 'node:fs/promises';
import type { HostFacts } from './connection.ts';
import type { FoundEngine } from './find.ts';

/** Where an engine that is not on this machine, or in a machine of its own (Docker Desktop), has its socket. */
const SOCKET_ELSEWHERE = '/var/run/docker.sock';

/** Learns what a container's description depends on, without asking the engine where the socket's owner already tells. */
export async function learnHostFacts(docker: Docker, found: FoundEngine): Promise<HostFacts> {
  const [rootless, socket] = await Promise.all([
    found.maybeRootless ? askRootless(docker) : false,
    locateSocket(found),
  ]);
  return { rootless, socket, isPodman: found.pong.name === 'podman' };
}

async function askRootless(docker: Docker): Promise<boolean> {
  // Docker says it among its security options, Podman for itself.
  const info = (await docker.info()) as { SecurityOptions?: readonly string[]; Rootless?: boolean };
  return info.Rootless === true || (info.SecurityOptions?.some((option) => option.includes('name=rootless')) ?? false);
}

async function locateSocket({ endpoint, origin, route }: FoundEngine): Promise<HostFacts['socket']> {
  if (route.socket !== undefined) return route.socket;
  if (endpoint.kind !== 'unix' || origin === 'docker desktop') return { path: SOCKET_ELSEWHERE };
  const path = await realpath(endpoint.path).catch(() => endpoint.path);
  const owner = await stat(path).catch(() => undefined);
  return owner === undefined ? { path } : { path, gid: owner.gid };
}
