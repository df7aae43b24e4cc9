import path from 'node:path';
import { Problem } from '../../errors.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Endpoint, TlsSettings } from './endpoint.ts';
import { dockerDirectory, readContext, readDockerSettings } from './settings.ts';
import { tlsFromEnvironment } from './tls.ts';

/** A place an engine may be. */
export interface Candidate {
  readonly endpoint: Endpoint;
  /** Which setting or habit names it, e.g. `DOCKER_HOST` or `rootless docker`. */
  readonly origin: string;
}

/** Either the one place somebody chose, which must work, or the usual places in order of preference. */
export type Candidates =
  { readonly chosen: Candidate } | { readonly usual: readonly Candidate[]; readonly wish?: 'docker' | 'podman' };

export interface SearchOptions {
  /** `docker`, `podman` or an endpoint; wins over everything. */
  readonly explicit?: string;
  /** Who says so; `--engine` unless given. */
  readonly explicitOrigin?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly home: string;
  /** Where system-wide engines listen; tests point it elsewhere. */
  readonly systemSockets?: { readonly docker: string; readonly podman: string };
}

const SYSTEM_SOCKETS = { docker: '/var/run/docker.sock', podman: '/run/podman/podman.sock' };

/** Where to look for an engine, in order: the option, POLYCRATE_ENGINE, DOCKER_HOST, the docker context, then the usual sockets. Throws ENGINE_NOT_FOUND for a choice that cannot be understood. */
export async function listCandidates(options: SearchOptions): Promise<Candidates> {
  const { env } = options;
  const variable = set(env.POLYCRATE_ENGINE);
  const wish = set(options.explicit) ?? variable;
  const wishOrigin = set(options.explicit) === undefined ? 'POLYCRATE_ENGINE' : (options.explicitOrigin ?? '--engine');
  if (wish === 'podman') return pick(env.CONTAINER_HOST, 'CONTAINER_HOST') ?? { usual: podmanSockets(options), wish };
  const tls = tlsFromEnvironment(env, options.home);
  if (wish !== undefined && wish !== 'docker')
    return { chosen: { endpoint: parseEndpoint(wish, wishOrigin, tls), origin: wishOrigin } };
  const chosen = pick(env.DOCKER_HOST, 'DOCKER_HOST', tls) ?? (await pickContext(options));
  if (chosen !== undefined) return chosen;
  if (wish === 'docker') return { usual: dockerSockets(options), wish };
  return { usual: [...dockerSockets(options), ...podmanSockets(options)] };
}

function dockerSockets(options: SearchOptions): Candidate[] {
  return [
    socket((options.systemSockets ?? SYSTEM_SOCKETS).docker, 'docker'),
    socket(path.join(runtimeDirectory(options), 'docker.sock'), 'rootless docker'),
    socket(path.join(options.home, '.docker', 'run', 'docker.sock'), 'docker desktop'),
  ];
}

function podmanSockets(options: SearchOptions): Candidate[] {
  return [
    socket(path.join(runtimeDirectory(options), 'podman', 'podman.sock'), 'rootless podman'),
    socket((options.systemSockets ?? SYSTEM_SOCKETS).podman, 'podman'),
  ];
}

function runtimeDirectory(options: SearchOptions): string {
  return set(options.env.XDG_RUNTIME_DIR) ?? `/run/user/${String(options.uid)}`;
}

function socket(file: string, origin: string): Candidate {
  return { endpoint: { kind: 'unix', path: file }, origin };
}

// An empty variable means "not set", as it does for docker itself.
function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function pick(value: string | undefined, origin: string, tls?: TlsSettings): { chosen: Candidate } | undefined {
  const text = set(value);
  return text === undefined ? undefined : { chosen: { endpoint: parseEndpoint(text, origin, tls), origin } };
}

// A context is as explicit as DOCKER_HOST: falling back to another engine would run things where nobody asked for them.
async function pickContext(options: SearchOptions): Promise<{ chosen: Candidate } | undefined> {
  const directory = dockerDirectory(options.env, options.home);
  const name = set(options.env.DOCKER_CONTEXT) ?? readDockerSettings(directory).currentContext;
  if (name === undefined || name === '' || name === 'default') return undefined;
  const context = await readContext(directory, name);
  if (context !== undefined) return pick(context.host, `docker context "${name}"`, context.tls);
  throw new Problem(
    'ENGINE_NOT_FOUND',
    `The docker context "${name}" is selected, but there is no such context in ${directory}.`,
    {
      hint: options.env.DOCKER_CONTEXT === name ? 'unset DOCKER_CONTEXT' : 'docker context use default',
    },
  );
}
