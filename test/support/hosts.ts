import Docker from 'dockerode';
import { once } from 'node:events';
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_IMAGE } from '../../src/schema/settings.ts';
import { VERSION } from '../../src/version.ts';
import { TEST_LABEL } from './engine.ts';

/** The toolchain image of this version. */
const TOOLCHAIN = `${DEFAULT_IMAGE}:${VERSION}`;

/** Ports of this machine that nobody listens on. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Puts a new machine in the place of an example's host: same container name, same port, other host keys. */
export async function replaceHost(container: string): Promise<void> {
  const docker = new Docker();
  const { Config, HostConfig } = await docker.getContainer(container).inspect();
  await docker.getContainer(container).remove({ force: true, v: true });
  const replacement = await docker.createContainer({
    name: container,
    Hostname: Config.Hostname,
    Image: Config.Image,
    Env: Config.Env,
    Labels: Config.Labels,
    ExposedPorts: Config.ExposedPorts,
    HostConfig: { PortBindings: HostConfig.PortBindings as unknown, Init: true },
  });
  await replacement.start();
  const [binding] = (HostConfig.PortBindings as Record<string, { HostPort: string }[]>)['22/tcp'] ?? [];
  await waitForGreeting(Number(binding?.HostPort));
}

/** Removes hosts, as far as they are there. */
export async function removeHosts(containers: readonly string[]): Promise<void> {
  const docker = new Docker();
  await Promise.all(
    containers.map(async (name) => {
      await docker
        .getContainer(name)
        .remove({ force: true, v: true })
        .catch(() => undefined);
    }),
  );
}

/** Names of the containers that an example's hosts are, of those asked for. */
export async function listHosts(containers: readonly string[]): Promise<readonly string[]> {
  const all = await new Docker().listContainers({ all: true });
  const names = all.flatMap(({ Names }) => Names.map((name) => name.slice(1)));
  return containers.filter((name) => names.includes(name));
}

/** An agent that runs until it is disposed. */
export interface SshAgent extends AsyncDisposable {
  /** Path of a link to its socket. */
  readonly link: string;
}

/** A real ssh-agent with one fresh key, from the toolchain image, so that the machine needs none. */
export async function startAgent(comment: string): Promise<SshAgent> {
  const folder = await mkdtemp(path.join(tmpdir(), 'polycrate-agent-'));
  const container = await new Docker().createContainer({
    Image: TOOLCHAIN,
    Entrypoint: ['bash', '-euc'],
    Cmd: [
      `ssh-keygen -q -t ed25519 -N '' -C '${comment}' -f /tmp/key
       eval "$(ssh-agent -a /agent/new)" && ssh-add -q /tmp/key && mv /agent/new /agent/agent.sock
       exec sleep 300`,
    ],
    User: '0:0',
    Labels: { [TEST_LABEL]: '1' },
    HostConfig: { AutoRemove: true, Init: true, NetworkMode: 'none', Binds: [`${folder}:/agent`] },
  });
  await container.start();
  await waitFor(() => stat(path.join(folder, 'agent.sock')));
  await symlink('agent.sock', path.join(folder, 'link'));
  return {
    link: path.join(folder, 'link'),
    async [Symbol.asyncDispose]() {
      // The engine may be at it by itself already.
      await container.remove({ force: true }).catch((error: unknown) => {
        if (!/already in progress|no such container/i.test(String(error))) throw error;
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitForGreeting(port: number): Promise<void> {
  await waitFor(async () => {
    const socket = connect(port, '127.0.0.1');
    try {
      // The engine's own proxy accepts, and hangs up without a word, while sshd is not there yet.
      const [greeting] = (await once(socket, 'data', { signal: AbortSignal.timeout(500) })) as [Buffer];
      if (!greeting.toString().startsWith('SSH-')) throw new Error('no ssh there');
    } finally {
      socket.destroy();
    }
  });
}

// Until it works, for twenty seconds.
async function waitFor(attempt: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + 20_000; ;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
