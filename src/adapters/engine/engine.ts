import type Docker from 'dockerode';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emit } from '../../events.ts';
import type { ContainerEngine, EngineInfo, HeadStart, Job } from '../../run/index.ts';
import { versionFor } from './api-version.ts';
import type { SearchOptions } from './candidates.ts';
import { createAhead } from './ahead.ts';
import type { Connection, HostFacts } from './connection.ts';
import { formatEndpoint, isElsewhere } from './endpoint.ts';
import { describeFailure } from './failures.ts';
import { findEngine } from './find.ts';
import type { FoundEngine } from './find.ts';
import { learnHostFacts } from './host-facts.ts';
import { findImage, listImages } from './images.ts';
import { waitBriefly } from './interruptible.ts';
import { createKeepsakes, type Keepsakes } from './keepsakes.ts';
import { ANSWER_MS, withinPatience } from './patience.ts';
import { pullImage } from './pull.ts';
import { measureClock } from './measure-clock.ts';
import { noteRoute, type Route } from './route.ts';
import { shapeOf } from './shape.ts';
import { startJob } from './start.ts';
import { sweepAbandoned } from './sweep.ts';

export interface EngineOptions extends SearchOptions {
  /** Give up a request after this long without an answer; 60 000 unless told. */
  readonly answerMs?: number;
  /** Give up a pull after this long without a sign of progress; as `answerMs` unless told. */
  readonly pullIdleMs?: number;
  /** Folder for what one command leaves for the next: what its job needed, and which container waits parked. Without it nothing is left. */
  readonly keepsakes?: string;
  /** Folder for what is remembered of copies of folders; below that for temporary files unless told. */
  readonly copies?: string;
  /** Hears how copying goes on, and what could not be copied. */
  readonly emit?: Emit;
  /** What began before the engine was looked for. */
  readonly headStart?: HeadStart;
}

/** Finds an engine (docker or podman, rootful or rootless) and speaks to it. Rejects with ENGINE_NOT_FOUND, ENGINE_UNREACHABLE, ENGINE_PERMISSION_DENIED or ENGINE_TOO_OLD. */
export async function createEngine(options: EngineOptions): Promise<ContainerEngine> {
  const found = await findEngine(options);
  const { answerMs = ANSWER_MS } = options;
  const connection = connect(found, answerMs);
  const { endpoint } = connection;
  const keepsakes = keepsakesFor(options, found);
  const ahead = createAhead(connection, { keepsakes, headStart: options.headStart });
  const isCopied = ({ transport }: Job): boolean =>
    transport === undefined ? connection.isElsewhere : transport === 'copy';
  const engine: ContainerEngine = {
    endpoint,
    describe: () => describeEngine(connection, found),
    findImage: (reference) => findImage(connection, reference),
    listImages: (label) => listImages(connection, label),
    removeImage: async (id) => (await import('./remove-image.ts')).removeImage(connection, id),
    exportImage: async (id, signal) => (await import('./carry-image.ts')).exportImage(connection, id, signal),
    loadImage: async (archive, signal) => (await import('./carry-image.ts')).loadImage(connection, archive, signal),
    tagImage: async (id, name) => (await import('./carry-image.ts')).tagImage(connection, id, name),
    pullImage: async (reference, onProgress, signal) =>
      pullImage({
        docker: await connection.docker(),
        endpoint,
        reference,
        onProgress,
        signal,
        idleMs: options.pullIdleMs ?? answerMs,
        env: options.env,
        home: options.home,
      }),
    prepare: (job) => {
      if (!isCopied(job)) ahead.prepare(shapeOf(job));
    },
    expect: (purpose) => {
      ahead.expect(purpose);
    },
    release: async () => {
      const isDue = keepsakes?.isDue(`sweep ${endpoint}`, SWEEP_MS) ?? true;
      await Promise.all([ahead.release(), isDue ? waitBriefly(sweepAbandoned(connection)) : undefined]);
      found.route.agent.destroy();
    },
    async start(job, permission, signal) {
      if (!isCopied(job)) return startJob(connection, ahead, { job, permission, signal });
      const { startCopied } = await import('./copy/index.ts');
      return startCopied(job, {
        ...{ connection, permission, signal, memory: options.copies ?? path.join(tmpdir(), 'polycrate-copies') },
        emit: options.emit ?? (() => undefined),
        start: (copied, gate, fill) => startJob(connection, ahead, { job: copied, permission: gate, signal, fill }),
      });
    },
  };
  return noteRoute(engine, found.route);
}

/** What was abandoned is not in anybody's way; often enough is once in a while. */
const SWEEP_MS = 30_000;

/** Containers of engines elsewhere are not parked: what they mount cannot be looked at from here. Podman ends what nobody is attached to. */
function keepsakesFor({ keepsakes }: EngineOptions, { endpoint, pong }: FoundEngine): Keepsakes | undefined {
  if (keepsakes === undefined || endpoint.kind !== 'unix' || pong.name !== 'docker') return undefined;
  return createKeepsakes(keepsakes);
}

function connect(found: FoundEngine, answerMs: number): Connection {
  const { endpoint: place, route, pong } = found;
  const endpoint = formatEndpoint(place);
  const version = versionFor(pong.apiVersion);
  const desk = { route, prefix: version === undefined ? '' : `/${version}` };
  let facts: Promise<HostFacts> | undefined;
  const hostFacts = (): Promise<HostFacts> => {
    facts ??= learnHostFacts(desk, found).catch((error: unknown) => {
      throw describeFailure(error, { doing: 'asking whether it is rootless', endpoint });
    });
    return facts;
  };
  let client: Promise<Docker> | undefined;
  const docker = (): Promise<Docker> => (client ??= openDockerode(route, version));
  return { ...desk, docker, endpoint, answerMs, isElsewhere: isElsewhere(place), hostFacts };
}

/** Loaded when something is asked that a start does not need. */
async function openDockerode({ options, agent }: Route, version: string | undefined): Promise<Docker> {
  const { default: DockerClient } = await import('dockerode');
  // dockerode takes what is not named here from this process's DOCKER_HOST; the search has decided already.
  const nothing = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
  };
  const { socketPath, host, port } = options;
  return new DockerClient({
    ...nothing,
    ...(version === undefined ? {} : { version }),
    ...(socketPath === undefined ? { host, port } : { socketPath }),
    protocol: 'http',
    agent,
  } as object);
}

async function describeEngine(connection: Connection, { pong, rule }: FoundEngine): Promise<EngineInfo> {
  const { endpoint, answerMs, hostFacts } = connection;
  const docker = await connection.docker();
  const undertaking = { doing: 'asking for its version', endpoint };
  const asking = Promise.all([docker.version(), hostFacts(), measureClock(docker)]);
  const [version, { rootless }, clockAheadMs] = await withinPatience(asking, { undertaking, answerMs }).catch(
    (error: unknown) => {
      throw describeFailure(error, undertaking);
    },
  );
  return {
    ...{ name: pong.name, version: version.Version, apiVersion: version.ApiVersion, endpoint, rule, rootless },
    platform: `${version.Os}/${version.Arch}`,
    ...(clockAheadMs === undefined ? {} : { clockAheadMs }),
  };
}
