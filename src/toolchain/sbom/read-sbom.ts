import type { Readable } from 'node:stream';
import { Problem } from '../../errors.ts';
import type { Host } from '../../plan/index.ts';
import type { ContainerEngine, ImageInfo, Interruptions, Job } from '../../run/index.ts';
import type { Evidence, Sbom } from './component.ts';
import { EVIDENCE_SCRIPT } from './evidence-script.ts';
import { findComponents, readSystem } from './find-components.ts';

/** What reading an image needs. */
export interface SbomTools {
  readonly engine: ContainerEngine;
  readonly host: Pick<Host, 'uid' | 'gid' | 'userName'>;
  readonly newId: () => string;
  readonly interruptions: Pick<Interruptions, 'signal'>;
  /** The files in a tar, with what they hold. */
  readonly unpack: (tar: Readable) => AsyncIterable<Evidence>;
}

/**
 * What an image is made of, as it tells itself: read in a container of it that has no network. Rejects with IMAGE_UNSUITABLE for an image
 * without bash and tar, with INTERRUPTED, and as ContainerEngine.start does.
 */
export async function readSbom(reference: string, image: ImageInfo, tools: SbomTools): Promise<Sbom> {
  const { engine, host, newId, interruptions, unpack } = tools;
  await using job = await engine.start(jobFor(image.id, host, newId()), undefined, interruptions.signal);
  job.stderr.resume();
  job.exit.catch(() => undefined);
  const found: Evidence[] = [];
  try {
    for await (const file of unpack(job.stdout)) found.push(file);
  } catch (error) {
    if (interruptions.signal.aborted)
      throw new Problem('INTERRUPTED', `interrupted while reading ${reference}`, { hint: 'nothing has run' });
    throw new Problem('IMAGE_UNSUITABLE', `${reference} did not tell what is in it`, {
      hint: `docker run --rm ${reference} bash -c 'tar --version; grep --version'   (it needs both)`,
      cause: error,
    });
  }
  const { id, created, platform = '' } = image;
  return {
    image: { reference, id, created, platform },
    system: readSystem(found),
    components: findComponents(found),
  };
}

function jobFor(image: string, { uid, gid, userName }: SbomTools['host'], id: string): Job {
  return {
    name: `polycrate-sbom-${id}`,
    image,
    command: ['bash', '-c', EVIDENCE_SCRIPT],
    workingDirectory: '/',
    env: {},
    files: [],
    mounts: [],
    transport: 'mount',
    labels: {},
    network: 'none',
    user: { uid, gid },
    userName,
    engineSocket: false,
    stdin: false,
  };
}
