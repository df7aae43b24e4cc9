import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Problem } from '../../src/errors.ts';
import { readIfThere } from '../../src/adapters/local/read-if-there.ts';
import { openRegistration } from '../../src/adapters/local/registration.ts';
import type { ContainerEngine, EngineInfo, ImageInfo, Job, RunningJob, StopSignal } from '../../src/run/index.ts';

const INVENTORY = '/etc/polycrate/toolchain.json';

export interface FakeEngineOptions {
  /** References it has; without it, it has every image. */
  readonly images?: readonly (string | ImageInfo)[];
  /** References a pull finds; none unless given. */
  readonly pullable?: readonly string[];
  /** Text of /etc/polycrate/toolchain.json in every image. */
  readonly inventory?: string;
  /** What a call rejects with. */
  readonly failures?: Partial<Record<keyof ContainerEngine, Problem>>;
}

/** Runs jobs as processes of this machine: mount targets and /run/polycrate become folders here wherever a job names them. No terminals, users or read-only mounts; everything else as the real one. */
export class FakeContainerEngine implements ContainerEngine {
  readonly endpoint = 'unix:///fake.sock';
  /** Every job it was asked to start, as asked. */
  readonly jobs: Job[] = [];
  /** Jobs neither ended nor disposed. */
  running = 0;
  readonly #options: FakeEngineOptions;
  readonly #images: Map<string, ImageInfo> | undefined;

  constructor(options: FakeEngineOptions = {}) {
    this.#options = options;
    this.#images =
      options.images &&
      new Map(
        options.images.map((image) =>
          typeof image === 'string' ? [image, describeImage(image)] : [image.tags[0] ?? image.id, image],
        ),
      );
  }

  async describe(): Promise<EngineInfo> {
    await this.#failOn('describe');
    const own = { name: 'docker', version: '20.10.24', apiVersion: '1.41', clockAheadMs: 0 };
    return { ...own, endpoint: this.endpoint, rootless: false, platform: 'linux/amd64' };
  }

  async findImage(reference: string): Promise<ImageInfo | undefined> {
    await this.#failOn('findImage');
    return this.#images === undefined ? describeImage(reference) : this.#lookUp(reference);
  }

  async listImages(label: string): Promise<readonly ImageInfo[]> {
    await this.#failOn('listImages');
    const [name = '', value] = label.split('=');
    return [...(this.#images?.values() ?? [])].filter(
      (image) => name in image.labels && (value === undefined || image.labels[name] === value),
    );
  }

  /** Ids of images that containers have. */
  readonly usedImages = new Set<string>();

  removeImage(id: string): Promise<'removed' | 'in use'> {
    if (this.usedImages.has(id)) return Promise.resolve('in use');
    for (const [name, image] of this.#images ?? []) if (image.id === id) this.#images?.delete(name);
    return Promise.resolve('removed');
  }

  async pullImage(reference: string, onProgress: (line: string) => void, signal: AbortSignal): Promise<void> {
    await this.#failOn('pullImage');
    if (signal.aborted) throw interrupted(`pulling ${reference}`);
    if (this.#options.pullable?.includes(reference) !== true) {
      throw new Problem(
        'IMAGE_UNAVAILABLE',
        `The image ${reference} could not be pulled: the fake registry does not have it`,
        { hint: `docker pull ${reference}` },
      );
    }
    onProgress(`${reference}: Pulling`);
    this.#images?.set(reference, describeImage(reference));
  }

  async exportImage(id: string, signal: AbortSignal): Promise<Readable> {
    await this.#failOn('exportImage');
    if (signal.aborted) throw interrupted(`exporting ${id}`);
    return Readable.from([JSON.stringify(this.#lookUp(id))]);
  }

  async loadImage(archive: Readable, signal: AbortSignal): Promise<readonly string[]> {
    if (signal.aborted) throw interrupted('loading an image');
    const bytes = await buffer(archive);
    await this.#failOn('loadImage');
    const image = JSON.parse(String(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)) as ImageInfo;
    // A registry's digest does not survive, and names come later.
    this.#images?.set(image.id, { ...image, tags: [], digests: [] });
    return [image.id];
  }

  tagImage(id: string, name: string): Promise<void> {
    const image = this.#lookUp(id);
    if (image === undefined) return Promise.reject(new Problem('ENGINE_FAILED', `no such image: ${id}`));
    const named = { ...image, tags: [...image.tags.filter((tag) => tag !== name), name] };
    for (const [key, each] of this.#images ?? []) {
      const tags = each.tags.filter((tag) => tag !== name);
      this.#images?.set(key, each.id === id ? named : { ...each, tags });
    }
    this.#images?.set(name, named);
    return Promise.resolve();
  }

  async start(job: Job, permission?: Promise<unknown>, signal?: AbortSignal): Promise<RunningJob> {
    this.jobs.push(job);
    await this.#failOn('start');
    await permitted(permission, signal, `starting the container ${job.name}`);
    if (this.#images !== undefined && this.#lookUp(job.image) === undefined) {
      throw new Problem('IMAGE_UNAVAILABLE', `The engine does not have the image ${job.image}.`, {
        hint: `docker pull ${job.image}`,
      });
    }
    for (const { source } of job.mounts) {
      await access(source).catch(() => {
        throw new Problem(
          'MOUNT_SOURCE_MISSING',
          `${source} is to be mounted, but the engine at ${this.endpoint} does not see it.`,
          { hint: `mkdir -p '${source}'` },
        );
      });
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'polycrate-fake-'));
    const registration = await openRegistration(folder, { searchPath: process.env.PATH });
    const inventory = path.join(folder, 'toolchain.json');
    if (this.#options.inventory !== undefined) await writeFile(inventory, this.#options.inventory);
    const child = await launch(job, folder);
    this.running++;
    const { id = '' } = (await this.findImage(job.image)) ?? {};
    this.usedImages.add(id);
    const running = watch(child, job, async () => {
      this.running--;
      this.usedImages.delete(id);
      registration.close();
      await rm(folder, { recursive: true, force: true });
    });
    const readFile = (file: string) => readIfThere(file === INVENTORY ? inventory : file);
    return { ...running, readFile, onSecret: registration.onSecret };
  }

  /** What it was told to get ready for; nothing is made ahead here, because a process starts as fast as it could be handed over. */
  readonly foreseen: (Job | string)[] = [];

  prepare(job: Job): void {
    this.foreseen.push(job);
  }

  expect(purpose: string): void {
    this.foreseen.push(purpose);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  /** By tag, id or digest, as engines do. */
  #lookUp(reference: string): ImageInfo | undefined {
    const all = [...(this.#images?.values() ?? [])];
    return (
      this.#images?.get(reference) ?? all.find(({ id, digests }) => id === reference || digests.includes(reference))
    );
  }

  /** What a name stands for from now on; undefined: the engine no longer has it. */
  setImage(reference: string, image: ImageInfo | undefined): void {
    if (image === undefined) this.#images?.delete(reference);
    else this.#images?.set(reference, image);
  }

  #failOn(call: keyof NonNullable<FakeEngineOptions['failures']>): Promise<void> {
    const problem = this.#options.failures?.[call];
    return problem === undefined ? Promise.resolve() : Promise.reject(problem);
  }
}

/** An image of that name, with an id made from it. */
export function describeImage(reference: string): ImageInfo {
  return {
    id: `sha256:${Buffer.from(reference).toString('hex').padEnd(64, '0').slice(0, 64)}`,
    labels: {},
    sizeBytes: 1,
    created: '2026-01-01T00:00:00.000Z',
    tags: [reference],
    digests: [],
    platform: 'linux/amd64',
  };
}

async function launch(job: Job, folder: string): Promise<ChildProcess> {
  const translate = createTranslation([
    ...job.mounts,
    { source: folder, target: '/run/polycrate' },
    { source: path.join(folder, 'toolchain.json'), target: INVENTORY },
  ]);
  await mkdir(path.join(folder, 'home'));
  for (const file of job.files) {
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, translate(file.contents));
    await chmod(target, file.mode);
  }
  const env = Object.fromEntries(Object.entries(job.env).map(([name, value]) => [name, translate(value)]));
  const program = `cd -- "$1" 2>/dev/null || { echo "polycrate: cannot enter the working directory $1 in the container" >&2; exit 66; }; shift; exec -- "$@"${job.terminal === undefined ? '' : ' 2>&1'}`;
  return spawn('bash', ['-c', program, 'polycrate', translate(job.workingDirectory), ...job.command.map(translate)], {
    env: { PATH: `${process.env.PATH ?? ''}:${path.join(folder, 'bin')}`, HOME: path.join(folder, 'home'), ...env },
    detached: true,
    stdio: [job.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
}

function interrupted(doing: string): Problem {
  return new Problem('INTERRUPTED', `interrupted while ${doing}`, { hint: 'nothing has run' });
}

async function permitted(permission: unknown, signal: AbortSignal | undefined, doing: string): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    if (signal?.aborted === true) resolve();
    else
      signal?.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
  await Promise.race([permission, aborted]);
  if (signal?.aborted === true) throw interrupted(doing);
}

// Longest target first, in one pass, so that nothing is replaced twice; /workspace does not match in /workspaces or /my/workspace.
function createTranslation(
  mounts: readonly { readonly source: string; readonly target: string }[],
): (text: string) => string {
  const sources = new Map(mounts.map((mount) => [mount.target, mount.source]));
  const targets = [...sources.keys()]
    .sort((a, b) => b.length - a.length)
    .map((target) => target.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const pattern = new RegExp(String.raw`(?<![\w./-])(?:${targets.join('|')})(?![\w-])`, 'g');
  return (text) => text.replaceAll(pattern, (target) => sources.get(target) ?? target);
}

function watch(child: ChildProcess, job: Job, onEnd: () => Promise<void>): RunningJob {
  const pid = child.pid ?? 0;
  const kill = (signal: StopSignal): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  };
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      // As a container takes everything with it, so does this.
      kill('SIGKILL');
      void onEnd().then(() => {
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
      }, reject);
    });
  });
  exit.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  return {
    containerId: `fake-${pid}`,
    stdout: child.stdout ?? Readable.from([]),
    stderr: child.stderr ?? Readable.from([]),
    ...(job.stdin && child.stdin !== null ? { stdin: child.stdin } : {}),
    exit,
    signal(signal) {
      if (child.exitCode === null && child.signalCode === null) kill(signal);
      return Promise.resolve();
    },
    resize: () => Promise.resolve(),
    readFile: readIfThere,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) kill('SIGKILL');
      await exit.catch(() => undefined);
    },
  };
}
