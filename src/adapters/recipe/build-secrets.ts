import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { caBundle } from '../../plan/index.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The host's certificate authorities, under this id without being named anywhere. */
const AUTHORITIES = 'ca';

/** What recipes may declare as build arguments; one with a login would stay in the image's history, so it is a secret of that name. */
const WITH_LOGIN = ['GOPROXY', 'PIP_INDEX_URL'];

/**
 * The secrets that a recipe mounts, by their ids: those its workspace names, and the host's certificate authorities. One that is not there is
 * undefined: whether the build can do without is the recipe's to say (`required`).
 */
export async function readBuildSecrets(
  mounted: readonly string[],
  { directory, secrets = {} }: { readonly directory: string; readonly secrets?: Readonly<Record<string, string>> },
  env: Environment,
): Promise<ReadonlyMap<string, Buffer | undefined>> {
  const found = new Map<string, Buffer | undefined>();
  for (const id of new Set(mounted)) {
    found.set(id, await read(secrets[id] ?? usualSource(id, env), directory, env));
  }
  return found;
}

function usualSource(id: string, env: Environment): string | undefined {
  if (WITH_LOGIN.includes(id)) return `env=${id}`;
  const bundle = id === AUTHORITIES ? caBundle(env) : undefined;
  return bundle === undefined ? undefined : `src=${bundle}`;
}

async function read(source: string | undefined, directory: string, env: Environment): Promise<Buffer | undefined> {
  const [, kind, name = ''] = /^(env|src)=(.+)$/s.exec(source ?? '') ?? [];
  if (kind === 'src') return readFile(resolve(directory, name)).catch(() => undefined);
  const value = kind === 'env' ? env[name] : undefined;
  return value === undefined ? undefined : Buffer.from(value);
}
