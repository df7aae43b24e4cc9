import type { ImageInfo } from '../../run/index.ts';
import type { ImageInspectInfo } from 'dockerode';
import { askEngine, type Desk } from './ask.ts';
import type { Connection } from './connection.ts';
import { describeFailure, statusOf } from './failures.ts';
import { withinPatience } from './patience.ts';

/** The image a reference (tag, digest or id) stands for, or undefined when the engine does not have it. */
export async function findImage(connection: Connection, reference: string): Promise<ImageInfo | undefined> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: `looking for the image ${reference}`, endpoint };
  try {
    const image = await withinPatience(inspectImage(connection, reference), { undertaking, answerMs });
    // Null, or not there since API 1.52, where there are none, whatever the types say.
    const { Labels: labels } = image.Config as { readonly Labels?: Record<string, string> | null };
    const tags = image.RepoTags as string[] | null;
    return {
      id: image.Id,
      labels: labels ?? {},
      sizeBytes: image.Size,
      created: (image as { readonly Created?: string }).Created ?? '',
      tags: namesOf(tags),
      digests: namesOf(image.RepoDigests),
      platform: `${image.Os}/${image.Architecture}`,
    };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw describeFailure(error, undertaking);
  }
}

/** What the engine says of an image. Rejects as `askEngine` does. */
export async function inspectImage(desk: Desk, reference: string): Promise<ImageInspectInfo> {
  return (await askEngine(desk, { method: 'GET', path: `/images/${reference}/json` })) as ImageInspectInfo;
}

/** Every image that carries a label (`name` or `name=value`). */
export async function listImages(connection: Connection, label: string): Promise<readonly ImageInfo[]> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: 'listing images', endpoint };
  const docker = await connection.docker();
  const listing = docker.listImages({ filters: { label: [label] } });
  const images = await withinPatience(listing, { undertaking, answerMs }).catch((error: unknown) => {
    throw describeFailure(error, undertaking);
  });
  return images.map((image) => ({
    id: image.Id,
    labels: image.Labels,
    sizeBytes: image.Size,
    created: new Date(image.Created * 1000).toISOString(),
    tags: namesOf(image.RepoTags),
    digests: namesOf(image.RepoDigests),
  }));
}

/** Older engines list an image without a name under `<none>:<none>`; Podman writes out the registry that everybody leaves out. */
function namesOf(tags: readonly string[] | null | undefined): readonly string[] {
  return (tags ?? [])
    .filter((tag) => !tag.startsWith('<none>'))
    .map((tag) => tag.replace(/^docker\.io\/(?:library\/)?/, ''));
}
