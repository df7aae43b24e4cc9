import { dockerDirectory, readDockerSettings } from './settings.ts';

/** What dockerode sends to the engine for a registry. */
export interface RegistryAuth {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly serveraddress: string;
}

const DOCKER_HUB = 'https://index.docker.io/v1/';

/** The registry a reference is pulled from, as docker's config.json calls it. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  return !isHost || first === 'docker.io' || first === 'index.docker.io' ? DOCKER_HUB : first;
}

/** Every password and token `docker login` left, as written and decoded: what must not be shown. */
export function readRegistrySecrets(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] {
  const { auths = {} } = readDockerSettings(dockerDirectory(env, home));
  return Object.values(auths).flatMap(({ auth = '', identitytoken = '' }) => {
    const login = Buffer.from(auth, 'base64').toString();
    return [auth, identitytoken, login.slice(login.indexOf(':') + 1)].filter((secret) => secret !== '');
  });
}

/** The login `docker login` left for a reference's registry; undefined when there is none or it lies with a credential helper. */
export function readRegistryAuth(
  reference: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): RegistryAuth | undefined {
  const { auths = {} } = readDockerSettings(dockerDirectory(env, home));
  const registry = registryOf(reference);
  const entry = auths[registry] ?? auths[`https://${registry}`] ?? auths[`https://${registry}/v2/`];
  if (entry?.identitytoken !== undefined) return { identitytoken: entry.identitytoken, serveraddress: registry };
  if (entry?.auth === undefined) return undefined;
  const login = Buffer.from(entry.auth, 'base64').toString();
  const colon = login.indexOf(':');
  return colon === -1
    ? undefined
    : { username: login.slice(0, colon), password: login.slice(colon + 1), serveraddress: registry };
}
