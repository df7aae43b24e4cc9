import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine, HeadStart, Job, RunningJob } from '../../src/run/index.ts';

/** Every container a test starts carries it. */
export const TEST_LABEL = 'dev.polycrate.test';
export const SOCKET = '/var/run/docker.sock';

export const BASE_IMAGE = process.env.POLYCRATE_TEST_IMAGE ?? 'debian:trixie-slim';

/** The engine of this machine, or the one at `endpoint`. */
export async function createTestEngine({
  endpoint = process.env.DOCKER_HOST,
  ...options
}: {
  readonly keepsakes?: string;
  readonly headStart?: HeadStart;
  readonly answerMs?: number;
  readonly endpoint?: string;
} = {}): Promise<ContainerEngine> {
  return createEngine({
    ...options,
    env: { DOCKER_HOST: endpoint },
    uid: process.getuid?.() ?? 0,
    home: '/nonexistent',
  });
}

/** An image to run tests in: the base image with the one promise of the toolchain image it lacks, a passwd everybody may append to. */
export async function prepareTestImage(docker = new Docker()): Promise<string> {
  return changeImage('prepared', ['chmod', 'a+w', '/etc/passwd', '/etc/group'], docker);
}

/** The base image after a command; made once and kept as `polycrate-test:NAME-BASE`. */
export async function changeImage(name: string, command: string[], docker = new Docker()): Promise<string> {
  const base = await docker.getImage(BASE_IMAGE).inspect();
  const tag = `${name}-${base.Id.slice('sha256:'.length, 'sha256:'.length + 12)}`;
  const image = `polycrate-test:${tag}`;
  const there = await docker.listImages({ filters: { reference: [image] } });
  if (there.length > 0) return image;
  const container = await docker.createContainer({
    Image: BASE_IMAGE,
    Entrypoint: command,
    Cmd: [],
    HostConfig: { NetworkMode: 'none' },
    Labels: { [TEST_LABEL]: '1' },
  });
  await container.start();
  await container.wait();
  await container.commit({ repo: 'polycrate-test', tag });
  await container.remove();
  return image;
}

/** A job that runs `script` in bash; anything can be said otherwise. */
export function createJob(image: string, script: string, given: Partial<Job> = {}): Job {
  return {
    name: `polycrate-test-${randomBytes(6).toString('hex')}`,
    image,
    command: ['bash', '-c', script],
    workingDirectory: '/',
    env: {},
    files: [],
    mounts: [],
    labels: { [TEST_LABEL]: '1' },
    network: 'host',
    user: { uid: 1000, gid: 1000 },
    userName: 'tester',
    engineSocket: false,
    stdin: false,
    ...given,
  };
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

// What has come on a stream since it was first looked at: two readers of one stream must not take text from each other.
const collected = new WeakMap<Readable, Buffer[]>();

function collect(stream: Readable): Buffer[] {
  const known = collected.get(stream);
  if (known !== undefined) return known;
  const chunks: Buffer[] = [];
  collected.set(stream, chunks);
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

/** Everything that came on a stream, once it has ended. */
export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks = collect(stream);
  await finished(stream, { writable: false });
  return Buffer.concat(chunks);
}

/** Runs a job to its end; `meanwhile` gets it as soon as it is running. */
export async function runJob(
  engine: ContainerEngine,
  job: Job,
  meanwhile?: (running: RunningJob) => unknown,
): Promise<Finished> {
  await using running = await engine.start(job);
  const output = Promise.all([readAll(running.stdout), readAll(running.stderr)]);
  await meanwhile?.(running);
  const code = await running.exit;
  const [stdout, stderr] = await output;
  return { code, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** Resolves once `text` has come on a stream; rejects after ten seconds. */
export async function waitForText(stream: Readable, text: string): Promise<void> {
  const chunks = collect(stream);
  const deadline = performance.now() + 10_000;
  while (!Buffer.concat(chunks).includes(text)) {
    if (performance.now() > deadline)
      throw new Error(`"${text}" did not come, but: ${Buffer.concat(chunks).toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Names of test containers the engine still knows, running or not. */
export async function listTestContainers(name = '', docker = new Docker()): Promise<readonly string[]> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [TEST_LABEL], ...(name === '' ? {} : { name: [name] }) },
  });
  return containers.flatMap((container) => container.Names);
}

/** Waits until no container of that name is left; gives the milliseconds it took, or rejects after `limitMs`. */
export async function waitUntilGone(name: string, limitMs: number, docker = new Docker()): Promise<number> {
  const begin = performance.now();
  while ((await listTestContainers(name, docker)).length > 0) {
    if (performance.now() - begin > limitMs) throw new Error(`container ${name} is still there after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - begin;
}
