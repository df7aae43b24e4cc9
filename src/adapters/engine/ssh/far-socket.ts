import type { SshEndpoint } from '../endpoint.ts';
import { describeNoSocket, type FarSocket } from './failures.ts';

/** Where engines without a setting of their own listen; the account over there may name another. */
const USUAL = [
  '"${DOCKER_HOST#unix://}"',
  '/var/run/docker.sock',
  '"${XDG_RUNTIME_DIR:-/run/user/$u}/docker.sock"',
  '"${XDG_RUNTIME_DIR:-/run/user/$u}/podman/podman.sock"',
  '/run/podman/podman.sock',
];

/** What the other machine is asked, for its `sh`: one line per place, `usable 998 /path`. In single quotes, so that every login shell passes it on unread. */
export function askForSockets(wanted: string | undefined): string {
  const places = wanted === undefined ? USUAL.join(' ') : `"${wanted.replaceAll(/["$`\\'!]/g, '')}"`;
  const script = [
    'u=$(id -u)',
    `for s in ${places}; do`,
    '  case $s in /*) ;; *) continue ;; esac',
    '  if [ ! -S "$s" ]; then echo "absent - $s"',
    '  elif [ -r "$s" ] && [ -w "$s" ]; then echo "usable $(stat -L -c %g "$s" 2>/dev/null || echo -) $s"',
    '  else echo "forbidden - $s"; fi',
    'done',
  ].join('\n');
  return `exec sh -c '${script}'`;
}

/** The engine's socket on the other machine out of its answer. Throws ENGINE_PERMISSION_DENIED or ENGINE_UNREACHABLE, which lists all places. */
export function chooseSocket(endpoint: SshEndpoint, answer: string): FarSocket {
  const tried = answer.split('\n').flatMap((line): FarSocket[] => {
    const [, state, gid, path] = /^(usable|forbidden|absent) (\d+|-) (\/.*)$/.exec(line) ?? [];
    if (state === undefined || path === undefined) return [];
    return [{ path, state: state as FarSocket['state'], ...(gid === '-' ? {} : { gid: Number(gid) }) }];
  });
  // An account without a shell answers nothing: then the usual place is tried as it is.
  if (tried.length === 0) return { path: endpoint.socket ?? '/var/run/docker.sock', state: 'usable' };
  const usable = tried.find(({ state }) => state === 'usable');
  if (usable === undefined) throw describeNoSocket(endpoint, tried);
  return usable;
}
