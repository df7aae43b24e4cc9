import { loadDescribeMachine, type Shell } from '../world.ts';
import type { Finding } from './doctor.ts';

/** Variables that change what polycrate does. Only their names are told: some of the values are secrets. */
const TELLING =
  /^(POLYCRATE_|DOCKER_|CONTAINER_|XDG_|GITHUB_ACTIONS$|GITLAB_CI$|CI$|TERM$|NO_COLOR$|FORCE_COLOR$)|_PROXY$|_CA_|SSL_CERT/i;

/** Which polycrate this is, on what machine: never wrong, and in every report of a bug. */
export async function describeSelf({ world: { host, files }, system }: Shell): Promise<Finding> {
  const { describeMachine } = await loadDescribeMachine();
  const machine = describeMachine();
  const release = (await files.read('/etc/os-release'))?.toString('utf8') ?? '';
  const [, name = host.platform] = /^PRETTY_NAME="?([^"\n]+)/m.exec(release) ?? [];
  const platform = `${host.platform}/${host.arch ?? 'unknown'}`;
  return {
    what: 'polycrate',
    state: 'ok',
    told: `${host.version}, node ${machine.node}, ${name}, ${platform}`,
    facts: {
      ...{ version: host.version, system: name, platform, ...machine, uid: host.uid },
      terminal: { stdin: system.stdin.isTTY === true, stdout: system.stdout.isTTY === true },
      variables: Object.keys(host.env)
        .filter((each) => TELLING.test(each) && host.env[each] !== undefined)
        .sort(),
    },
  };
}
