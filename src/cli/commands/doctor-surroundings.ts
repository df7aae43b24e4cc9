import { isProblem } from '../../errors.ts';
import { sshKeyCandidates } from '../../plan/index.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { LOCK_FILE, readLock } from '../../toolchain/index.ts';
import { cacheDirectory, loadAccess, type Shell } from '../world.ts';
import type { Finding } from './doctor.ts';

/** Whether the workspace's image is locked, and whether the lock can be read. */
export async function checkLock({ world }: Shell, { directory }: ResolvedWorkspace): Promise<Finding> {
  try {
    const lock = await readLock(directory, world.files);
    if (lock !== undefined)
      return { what: 'lock', state: 'ok', told: `${LOCK_FILE} pins ${lock.image}`, facts: { ...lock } };
    return { what: 'lock', state: 'note', told: `no ${LOCK_FILE}`, help: 'polycrate toolchain lock' };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { what: 'lock', state: 'wrong', told: error.message, help: 'polycrate toolchain lock' };
  }
}

/** Whether ssh takes the workspace's private keys: it refuses those that others can read. With `fix` it makes them their owner's alone. */
export async function checkKeys(
  { world }: Shell,
  workspace: ResolvedWorkspace,
  { fix }: { readonly fix: boolean },
): Promise<Finding> {
  const { modeOf, keepForOwner } = await loadAccess();
  const modes = await Promise.all(
    sshKeyCandidates(workspace, world.host).map(async (path) => ({ path, mode: await modeOf(path) })),
  );
  const present = modes.filter(({ mode }) => mode !== undefined).map(({ path }) => path);
  if (present.length === 0) return { what: 'ssh keys', state: 'ok', told: 'none in the workspace' };
  const open = modes.filter(({ mode = 0 }) => (mode & 0o077) !== 0).map(({ path }) => path);
  if (open.length === 0) return { what: 'ssh keys', state: 'ok', told: present.join(', ') };
  if (fix) {
    await Promise.all(open.map(keepForOwner));
    return { what: 'ssh keys', state: 'ok', told: `now readable for their owner alone: ${open.join(', ')}` };
  }
  const told = `ssh refuses what others can read: ${open.join(', ')}`;
  return { what: 'ssh keys', state: 'wrong', told, help: `chmod 600 ${open.map(quote).join(' ')}` };
}

/** The proxy the environment names, and where it is; without `place` what it names is no address. */
export function proxyOf(
  env: Shell['world']['host']['env'],
): { readonly name: string; readonly place?: URL } | undefined {
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];
  const name = names.find((each) => env[each]);
  if (name === undefined) return undefined;
  const value = env[name] ?? '';
  const written = value.includes('://') ? value : `http://${value}`;
  return URL.canParse(written) ? { name, place: new URL(written) } : { name };
}

/** Which proxy actions and builds are given, without what it is asked with. */
export function checkProxy({ world: { host } }: Shell): Finding {
  const proxy = proxyOf(host.env);
  if (proxy === undefined) return { what: 'proxy', state: 'ok', told: 'none' };
  const { name, place } = proxy;
  if (place === undefined) {
    return { what: 'proxy', state: 'wrong', told: `${name} is no address`, help: `export ${name}=http://HOST:PORT` };
  }
  return { what: 'proxy', state: 'ok', told: `${place.protocol}//${place.host} (${name}) is passed on to actions` };
}

/** Whether what makes the next command faster can be kept. */
export async function checkCache({ world: { host } }: Shell): Promise<Finding> {
  const folder = cacheDirectory(host.env, host.home);
  if (folder === undefined) {
    return { what: 'cache', state: 'note', told: 'nowhere to keep one', help: 'export XDG_CACHE_HOME=$HOME/.cache' };
  }
  const { isWritable } = await loadAccess();
  if (await isWritable(folder)) return { what: 'cache', state: 'ok', told: folder };
  const told = `${folder} cannot be written to: every command starts slower`;
  return {
    what: 'cache',
    state: 'note',
    told,
    help: `sudo mkdir -p ${quote(folder)} && sudo chown -R "$USER" ${quote(folder)}`,
  };
}

/** Whether git is there, for revisions in records. */
export async function checkGit({ world: { host, files } }: Shell): Promise<Finding> {
  const folders = (host.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const found = await Promise.all(folders.map((folder) => files.inspect(`${folder}/git`)));
  const at = found.findIndex((each) => each !== undefined);
  if (at !== -1) return { what: 'git', state: 'ok', told: `${folders[at] ?? ''}/git` };
  return {
    what: 'git',
    state: 'note',
    told: 'not on this machine',
    help: 'sudo apt-get install git   (or as your system does it)',
  };
}

const quote = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
