import type { ContainerEngine, EngineInfo, ImageInfo } from '../../run/index.ts';
import type { Shell } from '../world.ts';
import type { Finding } from './doctor.ts';

/** An engine that has answered. */
export interface AnsweringEngine {
  readonly engine: ContainerEngine;
  readonly info: EngineInfo;
}

/** Asks the engine who it is. Rejects as `world.engine` and `describe` do. */
export async function askEngine({ world }: Shell): Promise<AnsweringEngine> {
  const engine = await world.engine();
  return { engine, info: await engine.describe() };
}

/** What was found of an engine that answers. */
export function describeEngine({ info }: AnsweringEngine): Finding {
  const { name, version, endpoint, rootless, rule } = info;
  const facts = { ...info };
  if (endpoint === 'local') return { what: 'engine', state: 'ok', told: `local, on ${version}: no containers`, facts };
  const why = rule === undefined ? '' : ` (${rule})`;
  const told = `${name} ${version}${rootless ? ', rootless' : ''} at ${endpoint}${why}`;
  return { what: 'engine', state: 'ok', told, facts };
}

/** What was found of the image called `reference`, which the engine may have. */
export function describeImage(reference: string, image: ImageInfo | undefined, { world }: Shell): Finding {
  if (image === undefined) {
    return {
      what: 'image',
      state: 'note',
      told: `${reference} is not there yet; the first run gets it`,
      help: 'polycrate toolchain build',
      facts: { reference },
    };
  }
  const { id, digests, platform, sizeBytes, created, labels } = image;
  const tools = world.toolLists.find(id);
  const facts = { reference, id, digests, platform, size_bytes: sizeBytes, created, labels, tools };
  return { what: 'image', state: 'ok', told: reference, facts };
}
