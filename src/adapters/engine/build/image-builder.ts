import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Problem } from '../../../errors.ts';
import { caBundle } from '../../../plan/index.ts';
import type { ContainerEngine } from '../../../run/index.ts';
import type { ImageBuilder } from '../../../toolchain/index.ts';
import { describeFailure, describeInterruption, refusalIn } from '../failures.ts';
import { routeOf } from '../route.ts';
import { createBuildProgress } from './progress.ts';
import { hashRecipe, packContext, readRecipe } from './recipe.ts';

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
    async build(reference, { labels, buildArgs }, listener, signal) {
      const passed = PROXY_ARGUMENTS.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
      const query = new URLSearchParams({
        version: '2',
        t: reference,
        networkmode: 'host',
        buildargs: JSON.stringify({ ...Object.fromEntries(passed), ...buildArgs }),
        labels: JSON.stringify(labels),
      });
      const context = packContext(await files, await readCertificates(env));
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
        if (answer.statusCode !== 200) throw refused(reference, await text(answer));
        for await (const line of createInterface({ input: answer })) {
          if (line !== '') progress.read(line);
        }
      } catch (error) {
        if (signal.aborted) throw describeInterruption(`building ${reference}`);
        throw describeFailure(error, { doing: `building ${reference}`, endpoint: engine.endpoint });
      }
      const failure = progress.failure();
      if (failure === undefined) return;
      const lines = failure.tail.map((line) => `  | ${line}`);
      throw new Problem('IMAGE_BUILD_FAILED', [`${reference}: ${failure.message}`, ...lines].join('\n'), {
        hint: 'polycrate toolchain build --loglevel 2   (shows everything the build prints)',
      });
    },
  };
}

function refused(reference: string, answer: string): Problem {
  return new Problem('IMAGE_BUILD_FAILED', `the engine refused to build ${reference}: ${refusalIn(answer)}`, {
    hint: 'polycrate doctor',
  });
}

/** The caller's trusted authorities: behind a proxy with one of its own, compiling fetches nothing without it. */
async function readCertificates(env: BuilderOptions['env']): Promise<Buffer | undefined> {
  const path = caBundle(env);
  return path !== undefined ? readFile(path).catch(() => undefined) : undefined;
}
