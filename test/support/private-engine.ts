import Docker from 'dockerode';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A dockerd of our own, that may be stopped and killed. */
export interface PrivateEngine extends AsyncDisposable {
  readonly socket: string;
  readonly docker: Docker;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Shuts it down and starts it anew; resolves once it answers. */
  readonly restart: () => Promise<void>;
}

/** Starts one, without network of its own, and gives it an image that the machine's engine has. Needs root. */
export async function startPrivateEngine(image: string): Promise<PrivateEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'polycrate-dockerd-'));
  const socket = path.join(folder, 'docker.sock');
  const at = (name: string): string => path.join(folder, name);
  // The machine's own configuration is not for this one.
  await writeFile(at('config.json'), '{}');
  const places = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
  const settings = ['--config-file', at('config.json'), '--iptables=false', '--ip-masq=false', '--bridge=none'];
  const docker = new Docker({ socketPath: socket });
  const launch = async (): Promise<{ readonly child: ChildProcess; readonly ended: Promise<unknown> }> => {
    // A daemon without a bridge removes docker0, whosever it is: it gets a network of its own to do that in.
    const args = ['--net', 'dockerd', '--host', `unix://${socket}`, ...places, ...settings];
    const child = spawn('unshare', args, { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const answers = (): Promise<boolean> =>
      docker.ping().then(
        () => true,
        () => false,
      );
    for (const end = performance.now() + 60_000; !(await answers());) {
      if (child.exitCode !== null || performance.now() > end) throw new Error('dockerd does not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { child, ended };
  };
  let running = await launch();
  const loading = await docker.loadImage(await new Docker().getImage(image).get());
  await new Promise((resolve, reject) => {
    loading.on('end', resolve).on('error', reject).resume();
  });
  return {
    socket,
    docker,
    signal: (name) => running.child.kill(name),
    async restart() {
      running.child.kill('SIGTERM');
      await running.ended;
      running = await launch();
    },
    async [Symbol.asyncDispose]() {
      running.child.kill('SIGCONT');
      running.child.kill('SIGTERM');
      await running.ended;
      // The one thing that it leaves mounted.
      spawnSync('umount', [at('exec/netns/default')]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
