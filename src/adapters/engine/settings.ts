import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { TlsSettings } from './endpoint.ts';

/** What docker's own configuration says about contexts and registries; only the parts used here. */
export interface DockerSettings {
  readonly currentContext?: string;
  readonly auths?: Readonly<Record<string, RegistryEntry>>;
}

export interface RegistryEntry {
  /** base64 of `user:password`. */
  readonly auth?: string;
  readonly identitytoken?: string;
}

/** The folder of docker's configuration: `$DOCKER_CONFIG` or `~/.docker`. */
export function dockerDirectory(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return env.DOCKER_CONFIG ?? path.join(home, '.docker');
}

/** Docker's config.json; empty when it is not there or not readable as JSON, since it is not ours to complain about. */
export function readDockerSettings(directory: string): DockerSettings {
  return readJson(path.join(directory, 'config.json')) ?? {};
}

/** Where a docker context leads, as written, and its TLS settings if it has any; undefined when there is no such context. */
export async function readContext(
  directory: string,
  context: string,
): Promise<{ readonly host: string; readonly tls?: TlsSettings } | undefined> {
  const folder = createHash('sha256').update(context).digest('hex');
  const meta: ContextMeta | undefined = readJson(path.join(directory, 'contexts', 'meta', folder, 'meta.json'));
  const { Host: host, SkipTLSVerify: skip = false } = meta?.Endpoints?.docker ?? {};
  if (host === undefined) return undefined;
  const material = path.join(directory, 'contexts', 'tls', folder, 'docker');
  const hasMaterial = await access(material).then(
    () => true,
    () => false,
  );
  return hasMaterial || skip ? { host, tls: { directory: material, verify: !skip } } : { host };
}

interface ContextMeta {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

/** Asks the disk directly: every start waits for it, and the detour through the thread pool takes longer than the answer. */
function readJson(file: string): object | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
