import type { Facts, Host, LocalGround, Surroundings } from '../facts.ts';
import { join } from '../layout.ts';
import type { Plan } from '../plan.ts';
import type { ActionRequest } from '../request.ts';

/** In the toolchain image; its inventory of tools. */
const TOOLCHAIN = '/etc/polycrate/toolchain.json';
/** Docker and Podman each leave one in every container. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** Looks at this machine as the place for an action. */
export async function surveyGround(
  { transaction }: Pick<ActionRequest, 'transaction'>,
  { files, host }: Pick<Surroundings, 'files' | 'host'>,
): Promise<LocalGround> {
  const isThere = async (path: string): Promise<boolean> => (await files.inspect(path)) !== undefined;
  const [base, release, isToolchain, ...marks] = await Promise.all([
    chooseBase(host, isThere),
    files.read('/etc/os-release'),
    isThere(TOOLCHAIN),
    ...CONTAINER_MARKS.map(isThere),
  ]);
  const [, name] = /^PRETTY_NAME="?([^"\n]+)/m.exec(release?.toString('utf8') ?? '') ?? [];
  return {
    // Short, because the paths of sockets end at 108 bytes; its end is random.
    folder: join(base, `polycrate-${transaction.slice(-12)}`),
    system: name ?? host.platform,
    inside: isToolchain ? 'toolchain' : marks.includes(true) ? 'container' : 'host',
  };
}

/** The runtime folder of a user is in memory and gone after a restart. Root may run an action as somebody else, who could not reach into its own. */
async function chooseBase({ env, uid }: Host, isThere: (path: string) => Promise<boolean>): Promise<string> {
  for (const path of uid === 0 ? [] : [env['XDG_RUNTIME_DIR'], env['TMPDIR']]) {
    if (path?.startsWith('/') === true && (await isThere(path))) return path;
  }
  return '/tmp';
}

/** What a plan without a container says in the place of image and mounts; nothing for one with a container. */
export function localGround({ local }: Pick<Facts, 'local'>): Pick<Plan, 'image' | 'mounts' | 'local'> | undefined {
  if (local === undefined) return undefined;
  const { folder, system, inside } = local;
  return {
    image: `local: ${inside === 'toolchain' ? 'toolchain image, ' : ''}${system}`,
    mounts: [],
    local: { folder },
  };
}
