import { readFile } from 'node:fs/promises';
import { Problem } from '../../errors.ts';
import type { ContainerEngine, ImageInfo } from '../../run/index.ts';
import type { Processes } from './folder.ts';
import { startLocally } from './start.ts';

export interface LocalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly gid: number;
  readonly processes: Processes;
}

/** Runs jobs as processes of this machine, without any container; what only a container could give is refused before the start. */
export function createLocalEngine(options: LocalOptions): ContainerEngine {
  return {
    endpoint: 'local',
    async describe() {
      const { uid } = options;
      return { name: 'local', version: await readSystem(), apiVersion: '', endpoint: 'local', rootless: uid !== 0 };
    },
    findImage: (reference) => Promise.resolve(describeSystem(reference)),
    listImages: () => Promise.resolve([]),
    removeImage: (id) => Promise.reject(refuseImages(`remove ${id}`)),
    pullImage: (reference) => Promise.reject(refuseImages(`pull ${reference}`)),
    exportImage: (id) => Promise.reject(refuseImages(`export ${id}`)),
    loadImage: () => Promise.reject(refuseImages('load an image')),
    tagImage: (id) => Promise.reject(refuseImages(`name ${id}`)),
    // There is nothing that would be quicker for being made ahead.
    prepare: () => undefined,
    expect: () => undefined,
    release: () => Promise.resolve(),
    start: (job, permission, signal) =>
      startLocally(job, { permission, signal, caller: options, processes: options.processes }),
  };
}

function refuseImages(doing: string): Problem {
  return new Problem('LOCAL_UNSUPPORTED', `cannot ${doing}: engine local runs without containers and has no images`, {
    hint: 'leave out --local (POLYCRATE_ENGINE=local, engine: local), or name an engine: --engine docker',
  });
}

// What a plan for this machine calls its image says already what it runs in.
function describeSystem(reference: string): ImageInfo {
  return {
    id: reference,
    labels: {},
    sizeBytes: 0,
    created: new Date(0).toISOString(),
    tags: [reference],
    digests: [],
  };
}

/** The name the system gives itself; see os-release(5). */
async function readSystem(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? process.platform;
}
