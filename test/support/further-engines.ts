import Docker from 'dockerode';
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BASE_IMAGE } from './engine.ts';

export type FurtherKind = 'podman' | 'rootless podman' | 'rootless docker';

/** An engine of a test's own: nothing of it is left when it is disposed. */
export interface FurtherEngine extends AsyncDisposable {
  readonly docker: Docker;
  /** As DOCKER_HOST takes it. */
  readonly endpoint: string;
  /** Who it runs as, and so whose the files are that root of its containers makes. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

const MARK = 'POLYCRATE_TEST_ENGINE';
const READY_MS = 30_000;
const isRoot = process.getuid?.() === 0;
const programs = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What can be started here. For root on Debian all of them must be there: scripts/further-engines.sh installs them. */
export function kindsHere(): readonly FurtherKind[] {
  const has = (program: string) => programs.split(':').some((folder) => existsSync(path.join(folder, program)));
  if (isRoot && has('apt-get')) return ['podman', 'rootless podman', 'rootless docker'];
  return !isRoot && has('podman') && has('newuidmap') ? ['rootless podman'] : [];
}

/** Starts an engine in a folder of its own and gives it the base image of the tests. */
export async function startFurtherEngine(kind: FurtherKind): Promise<FurtherEngine> {
  const owner = kind === 'podman' ? { uid: 0, gid: 0 } : testUser();
  const folder = mkdtempSync(path.join(tmpdir(), 'pc-engine-'));
  const socket = path.join(folder, 'engine.sock');
  mkdirSync(path.join(folder, 'run'));
  writeFileSync(path.join(folder, 'containers.conf'), podmanSettings());
  for (const each of [folder, path.join(folder, 'run')]) {
    chmodSync(each, 0o700);
    chownSync(each, owner.uid, owner.gid);
  }
  chmodSync(folder, 0o755);
  const [program, ...args] = kind === 'rootless docker' ? dockerCommand(folder, socket) : podmanCommand(folder, socket);
  const log = openSync(path.join(folder, 'log'), 'w');
  const child = spawn(program ?? '', args, {
    cwd: folder,
    env: {
      PATH: programs,
      HOME: folder,
      XDG_RUNTIME_DIR: path.join(folder, 'run'),
      CONTAINERS_CONF: path.join(folder, 'containers.conf'),
      [MARK]: folder,
    },
    stdio: ['ignore', log, log],
    detached: true,
    ...(isRoot ? owner : {}),
  });
  const engine: FurtherEngine = {
    docker: new Docker({ socketPath: socket }),
    endpoint: `unix://${socket}`,
    owner,
    [Symbol.asyncDispose]: () => takeDown(folder),
  };
  try {
    const deadline = performance.now() + READY_MS;
    while (!(await answers(socket))) {
      if (performance.now() > deadline || child.exitCode !== null)
        throw new Error(`${kind} did not start: ${readFileSync(path.join(folder, 'log'), 'utf8').slice(-2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // As systemd makes it for root's group; by itself Podman lets only root in.
    if (kind === 'podman') chmodSync(socket, 0o660);
    await giveImage(engine.docker);
    return engine;
  } catch (error) {
    await takeDown(folder);
    throw error;
  }
}

/** Somebody who is not root: for root the user of scripts/further-engines.sh. */
function testUser(): FurtherEngine['owner'] {
  if (!isRoot) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const number = (option: string) => Number(execFileSync('id', [option, 'polycrate-test'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

function podmanCommand(folder: string, socket: string): string[] {
  const places = ['--root', path.join(folder, 'storage'), '--runroot', path.join(folder, 'run/storage')];
  const settings = [...places, '--tmpdir', path.join(folder, 'run/tmp'), '--storage-driver', 'overlay'];
  return ['podman', ...settings, 'system', 'service', '--time=0', `unix://${socket}`];
}

/** crun refuses the mixed cgroups of older systems; a machine that is a container itself may not raise its own limits. */
function podmanSettings(): string {
  const hasOneHierarchy = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const limits = Object.entries(ownLimits()).map(([name, most]) => `"${name}=${most}:${most}"`);
  return [
    '[containers]',
    `default_ulimits = [${limits.join(', ')}]`,
    '[engine]',
    'cgroup_manager = "cgroupfs"',
    'events_logger = "file"',
    `runtime = "${hasOneHierarchy ? 'crun' : 'runc'}"`,
    '',
  ].join('\n');
}

function ownLimits(): { readonly nofile: number; readonly nproc: number } {
  const text = readFileSync('/proc/self/limits', 'utf8');
  const hard = (name: string, most: number) => {
    const [, value = ''] = new RegExp(`^${name} +\\S+ +(\\d+)`, 'm').exec(text) ?? [];
    return Math.min(most, value === '' ? most : Number(value));
  };
  return { nofile: hard('Max open files', 16_384), nproc: hard('Max processes', 16_384) };
}

// A network of its own that leads nowhere: what a network needs (slirp4netns, /dev/net/tun) is not what is tested here.
function dockerCommand(folder: string, socket: string): string[] {
  const { nofile, nproc } = ownLimits();
  const places = `--data-root ${folder}/data --exec-root ${folder}/run/docker -p ${folder}/run/docker.pid -H unix://${socket}`;
  const limits = `--default-ulimit nofile=${nofile}:${nofile} --default-ulimit nproc=${nproc}:${nproc}`;
  const daemon = `dockerd --rootless ${places} --iptables=false --bridge=none ${limits}`;
  const within = `rm -rf /run/docker /run/containerd; exec unshare --net sh -c 'ip link set lo up; exec ${daemon}'`;
  return [
    'rootlesskit',
    `--state-dir=${folder}/run/rk`,
    '--net=host',
    '--copy-up=/etc',
    '--copy-up=/run',
    'sh',
    '-c',
    within,
  ];
}

async function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once('error', () => {
      resolve(false);
    });
    attempt.once('connect', () => {
      attempt.destroy();
      resolve(true);
    });
  });
}

/** The base image, out of the engine of this machine. */
async function giveImage(docker: Docker): Promise<void> {
  const archive = await new Docker().getImage(BASE_IMAGE).get();
  const answer = await docker.loadImage(archive);
  await new Promise<void>((resolve, reject) => {
    answer.resume().once('end', resolve).once('error', reject);
  });
  // Podman calls it localhost/debian.
  const [repo = '', tag = 'latest'] = BASE_IMAGE.split(':');
  await docker
    .getImage(`localhost/${BASE_IMAGE}`)
    .tag({ repo: `docker.io/library/${repo}`, tag })
    .catch(() => undefined);
}

/** Ends every process of the engine, also those of its containers, and removes its folder. */
async function takeDown(folder: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
    for (const pid of processesOf(folder)) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended.
      }
    }
    for (let left = 60; left > 0 && processesOf(folder).length > 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const mounted = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of mounted.reverse()) {
    try {
      execFileSync('umount', ['--lazy', point], { stdio: 'ignore' });
    } catch {
      // One that its engine has taken down meanwhile.
    }
  }
  // Files of containers belong to ids that only root, or the user namespace, may touch.
  if (isRoot) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  else execFileSync('podman', ['unshare', 'rm', '-rf', folder]);
}

function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        // Podman's monitors of exec sessions stay for five minutes, and are called from elsewhere.
        const isMarked = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`${MARK}=${folder}`);
        return isMarked || readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${folder}/`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
