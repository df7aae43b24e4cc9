import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { Problem } from '../../../errors.ts';
import type { SearchOptions } from '../candidates.ts';
import { formatEndpoint, type SshEndpoint } from '../endpoint.ts';
import { pingEngine } from '../probe.ts';
import { destinationOf, runSsh } from './client.ts';
import { describeNoConnection, type FarSocket } from './failures.ts';
import { askForSockets, chooseSocket } from './far-socket.ts';
import { openPrivateFolder } from './private-folder.ts';

type Caller = Pick<SearchOptions, 'uid' | 'env'>;

/** An engine of another machine at a socket of this one. */
export interface Tunnel {
  readonly localSocket: string;
  /** Where it listens over there. */
  readonly socket: { readonly path: string; readonly gid?: number };
}

const CONNECT_TIMEOUT_S = 10;
const COMMAND_TIMEOUT_MS = 20_000;
const REUSE_TIMEOUT_MS = 3_000;

// The connection is one `ssh` in the background for all commands of this user; it ends by itself after a minute without use.
// Three unanswered signs of life end it, so that a network that has fallen silent is noticed within half a minute.
const MASTER_OPTIONS = [
  'BatchMode=yes',
  `ConnectTimeout=${String(CONNECT_TIMEOUT_S)}`,
  'ServerAliveInterval=10',
  'ServerAliveCountMax=3',
  'ControlPersist=60',
  // The forwardings of ~/.ssh/config are meant for the caller's own sessions.
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
];

/**
 * Brings an engine behind ssh to a socket in a private folder; the connection of an earlier command is used again.
 * Rejects with ENGINE_UNREACHABLE, ENGINE_PERMISSION_DENIED or TOOL_MISSING.
 */
export async function openTunnel(endpoint: SshEndpoint, caller: Caller): Promise<Tunnel> {
  const folder = await openPrivateFolder(caller);
  const name = createHash('sha256').update(formatEndpoint(endpoint)).digest('hex').slice(0, 12);
  const known = path.join(folder, name);
  return (await reuse(known)) ?? (await create(endpoint, known, caller.env));
}

async function reuse(known: string): Promise<Tunnel | undefined> {
  const localSocket = `${known}.sock`;
  const agent = new Agent();
  try {
    const socket = JSON.parse(await readFile(`${known}.json`, 'utf8')) as Tunnel['socket'];
    const pong = await pingEngine({ options: { socketPath: localSocket }, agent }, REUSE_TIMEOUT_MS);
    return pong === undefined ? undefined : { localSocket, socket };
  } catch {
    return undefined;
  } finally {
    agent.destroy();
  }
}

async function create(endpoint: SshEndpoint, known: string, env: Caller['env']): Promise<Tunnel> {
  // Two commands may come here at once: each makes its own, and the later one takes the name.
  const own = `${known}-${randomBytes(4).toString('hex')}`;
  const tools = { env, timeoutMs: COMMAND_TIMEOUT_MS };
  const control = ['-S', `${own}.ctl`];
  const target = [...(endpoint.port === undefined ? [] : ['-p', String(endpoint.port)]), '--', destinationOf(endpoint)];
  const master = await runSsh(
    ['-M', ...control, '-f', '-N', '-T', '-x', ...MASTER_OPTIONS.flatMap((option) => ['-o', option]), ...target],
    { env, timeoutMs: COMMAND_TIMEOUT_MS + CONNECT_TIMEOUT_S * 1_000 },
  );
  if (master.status !== 0) throw describeNoConnection(endpoint, master.stderr);
  try {
    const asked = await runSsh([...control, '-T', ...target, askForSockets(endpoint.socket)], tools);
    const { path: farPath, gid }: FarSocket = chooseSocket(endpoint, asked.stdout);
    const forwarded = await runSsh([...control, '-O', 'forward', '-L', `${own}.sock:${farPath}`, ...target], tools);
    if (forwarded.status !== 0) throw describeNoConnection(endpoint, forwarded.stderr);
    const socket = { path: farPath, ...(gid === undefined ? {} : { gid }) };
    await requireForwarding(endpoint, `${own}.sock`);
    await writeFile(`${own}.json`, JSON.stringify(socket), { mode: 0o600 });
    for (const ending of ['json', 'sock']) await rename(`${own}.${ending}`, `${known}.${ending}`);
    return { localSocket: `${known}.sock`, socket };
  } catch (error) {
    await runSsh([...control, '-O', 'exit', ...target], tools);
    await rm(`${own}.sock`, { force: true });
    throw error;
  }
}

// A server that forbids it says so only when the first byte is to go through.
async function requireForwarding(endpoint: SshEndpoint, localSocket: string): Promise<void> {
  const agent = new Agent();
  const answered = await pingEngine({ options: { socketPath: localSocket }, agent }, CONNECT_TIMEOUT_S * 1_000).then(
    (pong) => pong !== undefined,
    () => false,
  );
  agent.destroy();
  if (answered) return;
  throw new Problem(
    'ENGINE_UNREACHABLE',
    `ssh gets to ${formatEndpoint(endpoint)}, but nothing comes back from the engine's socket: no engine answers there, or its sshd forbids to forward sockets.`,
    {
      hint: `ssh ${destinationOf(endpoint)} docker version; and in its /etc/ssh/sshd_config: AllowStreamLocalForwarding yes`,
    },
  );
}
