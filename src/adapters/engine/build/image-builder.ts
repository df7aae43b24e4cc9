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
import { createBuildProgress } from './progress.ts';
import { describeBuildFailure } from './build-failure.ts';
import { hashRecipe, packContext, packOwnContext, readRecipe } from './recipe.ts';

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
  'GONOSUMDB',
];

/**
 * Builds images through the Engine API alone: `version=2` is the daemon's own BuildKit, which needs no session for a build
 * without secrets. dockerode opens one, and newer daemons end it after 10 s, and the build with it.
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
    async build(reference, { labels, buildArgs, own }, listener, signal) {
      const passed = PROXY_ARGUMENTS.flatMap((name) => (env[name] && isWanted(name, own) ? [[name, env[name]]] : []));
      const query = new URLSearchParams({
        // The switch that Docker's own client knows. The toolchain's recipe is written for BuildKit.
        version: own !== undefined && env['DOCKER_BUILDKIT'] === '0' ? '1' : '2',
        ...(own === undefined ? {} : { dockerfile: own.file, rm: '1', forcerm: '1' }),
        t: reference,
        networkmode: 'host',
        buildargs: JSON.stringify({ ...Object.fromEntries(passed), ...buildArgs }),
        labels: JSON.stringify(labels),
      });
      const context =
        own === undefined ? packContext(await files, await readCertificates(env)) : packOwnContext(own.context);
      const progress = createBuildProgress(listener);
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
      throw describeBuildFailure(reference, failure, own);
    },
  };
}

/** Every builder knows the proxy by itself, and keeps it out of the image; a recipe that declares none of the others has no use for them. */
function isWanted(name: string, own: OpenRecipe | undefined): boolean {
  return own === undefined || name.toUpperCase().endsWith('_PROXY') || own.args.has(name);
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
