import Docker from 'dockerode';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A dockerd of our own, that may be stopped and killed. */
export interface PrivateEngine extends AsyncDisposable {
  readonly socket: string;
  readonly docker: Docker;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** Starts one, without network of its own, and gives it an image that the machine's engine has. Needs root. */
export async function startPrivateEngine(image: string): Promise<PrivateEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'polycrate-dockerd-'));
  const socket = path.join(folder, 'docker.sock');
  const at = (name: string): string => path.join(folder, name);
  // The machine's own configuration is not for this one.
  await writeFile(at('config.json'), '{}');
  const child = spawn(
    'unshare',
    [
      // A daemon without a bridge removes docker0, whosever it is: it gets a network of its own to do that in.
      ...[
        '--net',
        'dockerd',
        '--host',
        `unix://${socket}`,
        '--data-root',
        at('data'),
        '--exec-root',
        at('exec'),
        '--pidfile',
        at('pid'),
      ],
      ...['--config-file', at('config.json'), '--iptables=false', '--ip-masq=false', '--bridge=none'],
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const docker = new Docker({ socketPath: socket });
  for (const end = performance.now() + 60_000; ;) {
    if (
      await docker.ping().then(
        () => true,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || performance.now() > end) throw new Error('dockerd does not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const loading = await docker.loadImage(await new Docker().getImage(image).get());
  await new Promise((resolve, reject) => {
    loading.on('end', resolve).on('error', reject).resume();
  });
  return {
    socket,
    docker,
    signal: (name) => child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
      // The one thing that it leaves mounted.
      spawnSync('umount', [at('exec/netns/default')]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
