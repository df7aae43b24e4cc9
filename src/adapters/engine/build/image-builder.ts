import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Problem } from '../../../errors.ts';
import { caBundle, type OpenRecipe } from '../../../plan/index.ts';
import type { ContainerEngine } from '../../../run/index.ts';
import type { ImageBuilder } from '../../../toolchain/index.ts';
import { describeFailure, describeInterruption, refusalIn } from '../failures.ts';
import { routeOf } from '../route.ts';
import type { BuildSession } from './session.ts';
import { createBuildProgress } from './progress.ts';
import { describeBuildFailure } from './build-failure.ts';
import { hashRecipe, packContext, packOwnContext, readRecipe } from './recipe.ts';
import { watchTampering } from './tampering.ts';

export interface BuilderOptions {
  /** Absolute path of the folder with the Dockerfile. */
  readonly recipe: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly engine: ContainerEngine;
}

const PROXY_ARGUMENTS = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'GOPROXY',
  'GOSUMDB',
  'PIP_INDEX_URL',
  'GONOSUMDB',
];

/**
 * Builds images through the Engine API alone: `version=2` is the daemon's own BuildKit. A session is opened only for a build that mounts secrets;
 * dockerode would open one of its own, and newer daemons end that after 10 s, and the build with it.
 */
export function createImageBuilder({ recipe, env, engine }: BuilderOptions): Omit<ImageBuilder, 'publishedVersions'> {
  const files = readRecipe(recipe);
  files.catch(() => undefined);
  return {
    recipeHash: async () => hashRecipe(await files),
    async baseImage({ BASE }) {
      if (BASE !== undefined) return BASE;
      const dockerfile = (await files).find(({ path }) => path === 'Dockerfile')?.contents.toString('utf8') ?? '';
      const base = /^ARG BASE=(\S+)/m.exec(dockerfile)?.[1];
      if (base === undefined)
        throw new Problem('IMAGE_BUILD_FAILED', `${recipe}/Dockerfile names no ARG BASE`, {
          hint: 'reinstall polycrate',
        });
      return base;
    },
    async build(reference, { labels, buildArgs, mirrors = {}, own }, listener, signal) {
      const passed = PROXY_ARGUMENTS.flatMap((name) => {
        const value = env[name];
        return value && isWanted(name, value, own) ? [[name, value]] : [];
      });
      const chosen = Object.entries(mirrors).filter(([name]) => own?.args.has(name) !== false);
      const query = new URLSearchParams({
        // The switch that Docker's own client knows. The toolchain's recipe is written for BuildKit.
        version: own !== undefined && env['DOCKER_BUILDKIT'] === '0' ? '1' : '2',
        ...(own === undefined ? {} : { dockerfile: own.file, rm: '1', forcerm: '1' }),
        t: reference,
        networkmode: 'host',
        buildargs: JSON.stringify({ ...Object.fromEntries([...passed, ...chosen]), ...buildArgs }),
        labels: JSON.stringify(labels),
      });
      const isBuildKit = query.get('version') === '2';
      using session = isBuildKit ? await openSessionFor(own, engine, signal) : undefined;
      if (session !== undefined) query.set('session', session.id);
      const context =
        own === undefined ? packContext(await files, await readCertificates(env)) : packOwnContext(own.context);
      const tampering = watchTampering(listener);
      const progress = createBuildProgress(tampering.listener);
      try {
        const answer = await new Promise<IncomingMessage>((resolve, reject) => {
          const asked = request(
            {
              ...routeOf(engine).options,
              method: 'POST',
              path: `/build?${query.toString()}`,
              headers: { Host: 'engine', 'Content-Type': 'application/x-tar' },
              signal,
            },
            resolve,
          );
          asked.on('error', reject);
          context.pipe(asked);
        });
        if (answer.statusCode !== 200) {
          const message = refusalIn(await text(answer));
          throw own === undefined ? refused(reference, message) : describeBuildFailure(reference, { message }, own);
        }
        for await (const line of createInterface({ input: answer })) {
          if (line !== '') progress.read(line);
        }
      } catch (error) {
        if (signal.aborted) throw describeInterruption(`building ${reference}`);
        throw describeFailure(error, { doing: `building ${reference}`, endpoint: engine.endpoint });
      }
      const failure = progress.failure();
      if (failure === undefined) return;
      throw tampering.problem() ?? describeBuildFailure(reference, failure, own);
    },
  };
}

/** Every builder knows the proxy by itself, and keeps it out of the image; a recipe that declares none of the others has no use for them. */
function isWanted(name: string, value: string, own: OpenRecipe | undefined): boolean {
  if (own === undefined || name.toUpperCase().endsWith('_PROXY')) return true;
  // Arguments stay in the image's history.
  return own.args.has(name) && !/:\/\/[^/]*@/.test(value);
}

async function openSessionFor(
  own: OpenRecipe | undefined,
  engine: ContainerEngine,
  signal: AbortSignal,
): Promise<BuildSession | undefined> {
  if (own === undefined || own.secrets.size === 0) return undefined;
  const { openSession } = await import('./session.ts');
  try {
    return await openSession(routeOf(engine).options, own.secrets, signal);
  } catch (error) {
    if (signal.aborted) throw describeInterruption('opening a session for the build');
    if ([...own.secrets.values()].every((value) => value === undefined)) return undefined;
    throw new Problem('IMAGE_BUILD_FAILED', `${own.file} mounts secrets, which this engine has no way to get`, {
      hint: 'build with BuildKit: a Docker engine',
      cause: error,
    });
  }
}

function refused(reference: string, message: string): Problem {
  return new Problem('IMAGE_BUILD_FAILED', `the engine refused to build ${reference}: ${message}`, {
    hint: 'polycrate doctor',
  });
}

/** The caller's trusted authorities: behind a proxy with one of its own, compiling fetches nothing without it. */
async function readCertificates(env: BuilderOptions['env']): Promise<Buffer | undefined> {
  const path = caBundle(env);
  return path !== undefined ? readFile(path).catch(() => undefined) : undefined;
}
