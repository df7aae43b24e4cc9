import Docker from 'dockerode';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { prepareTestImage } from './engine.ts';
import { findFreePorts } from './hosts.ts';

const run = promisify(execFile);

/** A second dockerd as on another machine: it does not see the folder for temporary files, where tests keep their workspaces. */
export interface FarEngine extends AsyncDisposable {
  /** Its socket: `ssh` gets to it. */
  readonly socket: string;
  /** `tcp://localhost:port`, behind TLS on both sides. */
  readonly tcp: string;
  /** ca.pem, cert.pem and key.pem of a client it accepts. */
  readonly certificates: string;
  /** Certificates of an authority it does not know. */
  readonly strangers: string;
  readonly docker: Docker;
  /** The image for tests, which it has. */
  readonly image: string;
}

/** Starts one, with the image for tests. Needs root. */
export async function startFarEngine(): Promise<FarEngine> {
  const image = await prepareTestImage();
  const folder = await mkdtemp('/run/polycrate-far-');
  const data = await mkdtemp('/var/lib/polycrate-far-');
  const at = (name: string): string => path.join(folder, name);
  const [port = 0] = await findFreePorts(1);
  await Promise.all([makeCertificates(at('tls')), makeCertificates(at('strangers'))]);
  // Not none: a daemon without a bridge removes docker0, whosever it is.
  const bridge = `far-${path.basename(folder).slice(-6)}`;
  addBridge(bridge);
  const daemon = spawn(
    'unshare',
    [
      ...['--mount', 'bash', '-c'],
      // Its own containerd as well: the system's would look for files outside.
      'mount -t tmpfs none "$0" && { [ ! -d /run/containerd ] || mount -t tmpfs none /run/containerd; } && exec "$@"',
      ...[tmpdir(), 'dockerd', '--data-root', data, '--exec-root', at('exec'), '--pidfile', at('pid')],
      ...['-H', `unix://${at('engine.sock')}`, '-H', `tcp://127.0.0.1:${port}`, '--iptables=false', '--bridge', bridge],
      ...[
        '--tlsverify',
        '--tlscacert',
        at('tls/ca.pem'),
        '--tlscert',
        at('tls/server.pem'),
        '--tlskey',
        at('tls/server-key.pem'),
      ],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [daemon.stdout, daemon.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const docker = new Docker({ socketPath: at('engine.sock') });
  try {
    await waitForEngine(docker, () => said);
    await copyImage(image, docker);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socket: at('engine.sock'),
    tcp: `tcp://localhost:${port}`,
    certificates: at('tls'),
    strangers: at('strangers'),
    docker,
    image,
    [Symbol.asyncDispose]: stop,
  };

  async function stop(): Promise<void> {
    const ended = daemon.exitCode === null ? once(daemon, 'exit') : undefined;
    daemon.kill();
    await ended;
    spawnSync('ip', ['link', 'delete', bridge]);
    for (const place of [folder, data]) await rm(place, { recursive: true, force: true });
  }
}

/** A bridge for nobody but the second daemon, with an address that no network has: of TEST-NET-2 (RFC 5737), and no more of it than needed. */
function addBridge(name: string): void {
  for (const words of [`link add ${name} type bridge`, `addr add 198.51.100.241/30 dev ${name}`]) {
    const { status, stderr } = spawnSync('ip', words.split(' '), { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ip ${words}: ${stderr}`);
  }
}

async function waitForEngine(docker: Docker, said: () => string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    if (
      await docker.ping().then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the second dockerd did not start:\n${said()}`);
}

async function copyImage(image: string, target: Docker): Promise<void> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'polycrate-image-')), 'image.tar');
  try {
    await pipeline(await new Docker().getImage(image).get(), createWriteStream(file));
    const answer = await target.loadImage(file);
    answer.resume();
    await once(answer, 'end');
  } finally {
    await rm(path.dirname(file), { recursive: true });
  }
}

/** An authority, a server for localhost and a client, as docker's manual makes them. */
async function makeCertificates(folder: string): Promise<void> {
  await run('mkdir', ['-p', folder]);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca-key.pem',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
  );
  for (const [name, keyName, extension] of [
    ['server', 'server-key', 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth'],
    ['cert', 'key', 'extendedKeyUsage=clientAuth'],
  ] as const) {
    await writeFile(path.join(folder, 'extensions'), extension);
    await openssl('req', '-new', ...key, '-keyout', `${keyName}.pem`, '-out', 'request', '-subj', `/CN=${name}`);
    await openssl(
      ...['x509', '-req', '-in', 'request', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'],
      ...['-days', '2', '-extfile', 'extensions', '-out', `${name}.pem`],
    );
  }
}
