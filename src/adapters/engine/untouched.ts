import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Connection, type Container, inspectContainer } from './connection.ts';
import { inspectImage } from './images.ts';
import type { ContainerShape } from './shape.ts';

/** The label of images made from the project's recipe: in them only OPEN_PLACES are open to everybody, and PID 1 has looked there. */
const OWN_IMAGE = 'dev.polycrate.recipe';

/** So many layers it has, its base's one included: what is built on top of it inherits the label, and may be open anywhere. */
const OWN_LAYERS = 8;

/** Open to everybody as well, where the workspace is mounted elsewhere. */
const OWN_FOLDER = '/workspace';

/** Below 100 are Debian's own, which may write in places of theirs: the group mail in /var/mail. */
const NOBODY_SPECIAL = /^[1-9]\d{2,}:[1-9]\d{2,}$/;

/** Written when a container starts, by the engine or by PID 1, which compares what is in them. */
const EXPECTED = ['/etc/group', '/etc/passwd', '/run/polycrate'];

/**
 * True when nothing was written to a container's own disk, beside what its start has written there. The engine would tell that too, by comparing the
 * whole image with the whole container, which takes longer than making a container. Here only the container's own layer is looked at (the upper
 * folder of overlayfs), by those who may read it; others, who are not root in the container either, could only write where everybody can. Never rejects.
 */
export async function isUntouched(
  connection: Connection,
  container: Container,
  { mounts }: ContainerShape,
): Promise<boolean> {
  try {
    const { GraphDriver, Config, Image } = await inspectContainer(connection, container);
    const { UpperDir: upper } = (GraphDriver as { readonly Data?: { readonly UpperDir?: string } | null }).Data ?? {};
    // What an image declares to be a volume lies elsewhere.
    const volumes = Config.Volumes as object | null | undefined;
    if (upper === undefined || Object.keys(volumes ?? {}).length > 0) return false;
    if (canRead(upper)) return isExpected(upper, '/', foldersOf(mounts.map(({ target }) => target)));
    // Whoever is root in a rootless engine is somebody else outside.
    if (!NOBODY_SPECIAL.test(Config.User) || Config.Labels[OWN_IMAGE] === undefined) return false;
    if (!mounts.some(({ target }) => target === OWN_FOLDER)) return false;
    const { RootFS } = await inspectImage(connection, Image);
    return RootFS.Layers?.length === OWN_LAYERS;
  } catch {
    return false;
  }
}

function canRead(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return false;
    throw error;
  }
}

interface Expectation {
  readonly ends: ReadonlySet<string>;
  /** What is above them. */
  readonly ways: ReadonlySet<string>;
}

function foldersOf(targets: readonly string[]): Expectation {
  const ends = new Set([...EXPECTED, ...targets]);
  const ways = new Set<string>();
  for (const end of ends)
    for (let way = path.posix.dirname(end); way !== '/'; way = path.posix.dirname(way)) ways.add(way);
  return { ends, ways };
}

function isExpected(upper: string, folder: string, expectation: Expectation): boolean {
  return readdirSync(path.join(upper, folder)).every((name) => {
    const place = path.posix.join(folder, name);
    const { ends, ways } = expectation;
    if (!ends.has(place) && !ways.has(place)) return false;
    const found = lstatSync(path.join(upper, place));
    // What was removed stands there as a device.
    if (!found.isDirectory()) return ends.has(place) && found.isFile();
    const isPlain = found.uid === (process.getuid?.() ?? 0) && (found.mode & 0o7022) === 0;
    return ways.has(place)
      ? isPlain && isExpected(upper, place, expectation)
      : readdirSync(path.join(upper, place)).length === 0;
  });
}
