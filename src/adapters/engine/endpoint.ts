import { Problem } from '../../errors.ts';

/** Where an engine listens. */
export type Endpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

export interface UnixEndpoint {
  readonly kind: 'unix';
  readonly path: string;
}

export interface TcpEndpoint {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  /** Present: the engine is spoken to through TLS. */
  readonly tls?: TlsSettings;
}

/** An engine on a machine that is reached through the caller's own `ssh`. */
export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  /** Where it listens there; found out when not written. */
  readonly socket?: string;
}

/** How an engine behind TLS is trusted, and who we are to it. */
export interface TlsSettings {
  /** Folder with ca.pem, cert.pem and key.pem, as docker lays them down; each may be absent. */
  readonly directory: string;
  /** False: its certificate is not checked. */
  readonly verify: boolean;
}

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/** The form people write: `unix:///run/docker.sock`, `tcp://10.0.0.5:2375`, `ssh://me@host:22`. */
export function formatEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === 'unix') return `unix://${endpoint.path}`;
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  if (endpoint.kind === 'tcp') return `tcp://${host}:${String(endpoint.port)}`;
  const user = endpoint.user === undefined ? '' : `${endpoint.user}@`;
  const port = endpoint.port === undefined ? '' : `:${String(endpoint.port)}`;
  return `ssh://${user}${host}${port}${endpoint.socket ?? ''}`;
}

/** True when the engine does not see this machine's files. A daemon on a loopback port is taken for one that does. */
export function isElsewhere(endpoint: Endpoint): boolean {
  if (endpoint.kind === 'ssh') return true;
  return endpoint.kind === 'tcp' && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(endpoint.host);
}

/** Reads what `origin` (a setting's name) says; `tls` holds for tcp alone. Throws ENGINE_NOT_FOUND for what is no engine's address. */
export function parseEndpoint(text: string, origin: string, tls?: TlsSettings): Endpoint {
  if (text.startsWith('/')) return { kind: 'unix', path: text };
  if (text.startsWith('unix://') && text.length > 'unix://'.length)
    return { kind: 'unix', path: text.slice('unix://'.length) };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && tls?.verify !== true) throw describeUnverified(url, text, origin);
  const parsed = url === undefined ? undefined : (readSsh(url) ?? readTcp(url, tls));
  if (parsed !== undefined) return parsed;
  throw new Problem(
    'ENGINE_NOT_FOUND',
    `${origin} is "${text}", which is no engine: give docker, podman, local, unix:///path/to.sock, tcp://host:port or ssh://user@host.`,
    { hint: adviseChoice(origin) },
  );
}

/** How another engine is chosen, or none, where `origin` has chosen one that cannot be. */
export function adviseChoice(origin: string): string {
  if (origin === '--engine') return '--engine docker   (or leave it out)';
  if (origin.startsWith('docker context')) return 'docker context use default';
  return /^[A-Z_]+$/.test(origin) ? `unset ${origin}` : `change ${origin}, or say --engine docker`;
}

// Without certificates that are checked, what looks safe would go out as plain text or to anybody.
function describeUnverified(url: URL, text: string, origin: string): Problem {
  const address = `tcp://${url.hostname}:${url.port === '' ? String(TLS_PORT) : url.port}`;
  const message = `${origin} is "${text}", and without DOCKER_TLS_VERIFY no certificate would be checked.`;
  return new Problem('ENGINE_NOT_FOUND', message, {
    hint: `export POLYCRATE_ENGINE=${address} DOCKER_TLS_VERIFY=1   (and DOCKER_CERT_PATH, the folder with its ca.pem)`,
  });
}

function readSsh(url: URL): SshEndpoint | undefined {
  const host = hostOf(url);
  const [user, socket] = [decode(url.username), decode(url.pathname)];
  if (url.protocol !== 'ssh:' || host === '' || user === undefined || socket === undefined) return undefined;
  // A name that begins with a dash would be an option to ssh.
  if (host.startsWith('-') || user.startsWith('-')) return undefined;
  return {
    kind: 'ssh',
    host,
    ...(user === '' ? {} : { user }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(socket.length > 1 ? { socket } : {}),
  };
}

/** Undefined for a percent sign that begins no character. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readTcp(url: URL, tls: TlsSettings | undefined): TcpEndpoint | undefined {
  const host = hostOf(url);
  if (!['tcp:', 'http:', 'https:'].includes(url.protocol) || host === '') return undefined;
  const chosen = url.protocol === 'http:' ? undefined : tls;
  return {
    kind: 'tcp',
    host,
    port: url.port === '' ? (chosen === undefined ? PLAIN_PORT : TLS_PORT) : Number(url.port),
    ...(chosen === undefined ? {} : { tls: chosen }),
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
