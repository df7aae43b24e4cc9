import { Problem } from '../../errors.ts';

/** Where an engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const PLAIN_PORT = 2375;

/** The form people write: `unix:///run/docker.sock`, `tcp://10.0.0.5:2375`. */
export function formatEndpoint(endpoint: Endpoint): string {
  return endpoint.kind === 'unix' ? `unix://${endpoint.path}` : `tcp://${endpoint.host}:${String(endpoint.port)}`;
}

/** Reads what `origin` (a setting's name) says. Throws ENGINE_NOT_FOUND for ssh and anything else this version cannot reach. */
export function parseEndpoint(text: string, origin: string): Endpoint {
  if (text.startsWith('/')) return { kind: 'unix', path: text };
  if (text.startsWith('unix://') && text.length > 'unix://'.length)
    return { kind: 'unix', path: text.slice('unix://'.length) };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'ssh:') {
    throw new Problem('ENGINE_NOT_FOUND', `${origin} is ${text}: remote engines over ssh come in a later version.`, {
      hint: `ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock ${url.username === '' ? '' : `${url.username}@`}${url.hostname} & export POLYCRATE_ENGINE=unix:///tmp/engine.sock`,
    });
  }
  if ((url?.protocol === 'tcp:' || url?.protocol === 'http:') && url.hostname !== '') {
    return {
      kind: 'tcp',
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? PLAIN_PORT : Number(url.port),
    };
  }
  throw new Problem(
    'ENGINE_NOT_FOUND',
    `${origin} is "${text}", which is no engine: give docker, podman, unix:///path/to.sock or tcp://host:port.`,
    {
      hint: 'export POLYCRATE_ENGINE=unix:///var/run/docker.sock',
    },
  );
}
