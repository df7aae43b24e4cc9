import { Problem } from '../../../errors.ts';
import { formatEndpoint, type SshEndpoint } from '../endpoint.ts';
import { destinationOf } from './client.ts';

// What OpenSSH says, and what helps; the first that matches counts.
const REASONS: readonly [RegExp, string, (destination: string, endpoint: SshEndpoint) => string][] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i,
    'its host key is not the one known here',
    (_, { host, port }) =>
      `ssh-keygen -R ${port === undefined ? host : `'[${host}]:${String(port)}'`}   (only if the machine was replaced)`,
  ],
  [
    /Host key verification failed|No .* host key is known/i,
    'its host key is not known yet',
    (destination, { port }) =>
      `ssh${portOption(port)} ${destination} true   (compare the fingerprint, then answer yes)`,
  ],
  [
    /Permission denied/i,
    'it does not accept your key, and no password is asked for here',
    (destination, { port }) => `ssh-add; ssh-copy-id${portOption(port)} ${destination}`,
  ],
  [
    /Could not resolve hostname|Name or service not known/i,
    'the host name is not known',
    (_, { host }) => `getent hosts ${host}`,
  ],
  [/Connection refused/i, 'nothing listens there (connection refused)', sshTrial],
  [/timed out|No route to host|Network is unreachable/i, 'it does not answer', sshTrial],
];

/** ENGINE_UNREACHABLE for a connection that `ssh` could not make, from what it said. */
export function describeNoConnection(endpoint: SshEndpoint, stderr: string): Problem {
  const found = REASONS.find(([pattern]) => pattern.test(stderr));
  const destination = destinationOf(endpoint);
  const said = stderr.trim().split('\n').slice(-3).join(' / ');
  const reason = found?.[1] ?? (said === '' ? 'ssh gave up without a word' : said);
  return new Problem('ENGINE_UNREACHABLE', `No ssh connection to ${formatEndpoint(endpoint)}: ${reason}.`, {
    hint: (found?.[2] ?? sshTrial)(destination, endpoint),
    cause: stderr.trim(),
  });
}

/** A place on the other machine where an engine may listen. */
export interface FarSocket {
  readonly path: string;
  readonly state: 'usable' | 'forbidden' | 'absent';
  readonly gid?: number;
}

/** The Problem where no engine can be used on the other machine, although ssh gets there. */
export function describeNoSocket(endpoint: SshEndpoint, tried: readonly FarSocket[]): Problem {
  const destination = destinationOf(endpoint);
  const forbidden = tried.find(({ state }) => state === 'forbidden');
  if (forbidden !== undefined) {
    return new Problem('ENGINE_PERMISSION_DENIED', `You may not open ${forbidden.path} on ${destination}.`, {
      hint: `ssh -t ${destination} 'sudo usermod -aG docker "$USER"'   (then run again after: ssh ${destination} true)`,
    });
  }
  const lines = tried.map(({ path }) => `  ${path}: not there`);
  return new Problem(
    'ENGINE_UNREACHABLE',
    [`ssh gets to ${destination}, but no engine is there. Tried:`, ...lines].join('\n'),
    {
      hint: `ssh -t ${destination} sudo systemctl start docker   (or name its socket: ssh://${destination}/path/to/docker.sock)`,
    },
  );
}

function portOption(port: number | undefined): string {
  return port === undefined ? '' : ` -p ${String(port)}`;
}

function sshTrial(destination: string, { port }: SshEndpoint): string {
  return `ssh -v${portOption(port)} ${destination} true`;
}
