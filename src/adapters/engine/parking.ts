import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { type Connection, createContainer, removeContainer, tellEngine } from './connection.ts';
import { describeContainer } from './container.ts';
import { createSteps } from './interruptible.ts';
import type { Keepsakes } from './keepsakes.ts';
import { meetContainer, type Prepared } from './prepare.ts';
import { type ContainerShape, digestOf } from './shape.ts';

/** Containers that outlast their command and wait for the next one's job, each for one job only. */
export interface Parking {
  /** The parked container of exactly that shape; undefined when there is none that is as good as one made now. Never rejects. */
  claim(shape: ContainerShape): Promise<Prepared | undefined>;
  /** What one of that shape is found by. Rejects when a mounted folder is not there. */
  keyOf(shape: ContainerShape): Promise<string>;
  /** Makes one that waits for so long, unless there is one. Never throws. */
  park(shape: ContainerShape, patienceMs: number): void;
  /** Resolves once what is parked can be found by the next command; replaces what has already waited half its time beside a long job. */
  settle(): Promise<void>;
}

/** An engine that is well answers in milliseconds; one that is not is better met by making a new container. */
const CLAIM_MS = 5_000;

/** Parked containers on one engine, found again by `keepsakes`. */
export function createParking(connection: Connection, keepsakes: Keepsakes): Parking {
  const { docker } = connection;
  const settling = new Set<Promise<void>>();
  const begun = new Map<string, { readonly shape: ContainerShape; readonly patienceMs: number; readonly at: number }>();

  const make = async (shape: ContainerShape, patienceMs: number): Promise<void> => {
    const key = await keyOf(connection, shape);
    if (begun.has(key) || keepsakes.has(key)) return;
    const at = Date.now();
    begun.set(key, { shape, patienceMs, at });
    const name = `polycrate-parked-${randomBytes(6).toString('hex')}`;
    const body = describeContainer(shape, await connection.hostFacts(), patienceMs);
    const container = await createContainer(docker, name, body);
    const { Image: image } = await container.inspect();
    keepsakes.leave(key, { container: container.id, image, until: at + patienceMs });
    // Nobody waits for it: the engine goes on when this process has ended, and whoever claims the container starts it if need be.
    await tellEngine(connection, `/containers/${container.id}/start`);
  };
  const park = (shape: ContainerShape, patienceMs: number): void => {
    const work = make(shape, patienceMs)
      .catch(() => undefined)
      .finally(() => settling.delete(work));
    settling.add(work);
  };
  const renew = (): void => {
    for (const [key, { shape, patienceMs, at }] of begun) {
      if (Date.now() - at < patienceMs / 2) continue;
      begun.delete(key);
      const old = keepsakes.claim(key);
      if (old !== undefined) removeContainer(connection, docker.getContainer(old.container)).catch(() => undefined);
      park(shape, patienceMs);
    }
  };
  return {
    keyOf: (shape) => keyOf(connection, shape),
    async claim(shape) {
      const key = await keyOf(connection, shape).catch(() => undefined);
      const parked = key === undefined ? undefined : keepsakes.claim(key);
      if (parked === undefined) return undefined;
      const container = docker.getContainer(parked.container);
      const undertaking = { doing: 'claiming a parked container', endpoint: connection.endpoint };
      const step = createSteps({ undertaking, answerMs: Math.min(connection.answerMs, CLAIM_MS) });
      try {
        const [prepared, current] = await Promise.all([
          meetContainer(connection, container, step),
          step(() => docker.getImage(shape.image).inspect()),
        ]);
        await step(() => prepared.started);
        if (current.Id === parked.image) return prepared;
        // The tag has moved since: the job is to have what it names now.
        void prepared.discard();
      } catch {
        removeContainer(connection, container).catch(() => undefined);
      }
      return undefined;
    },
    park,
    async settle() {
      renew();
      await Promise.all(settling);
    },
  };
}

/**
 * What must be the same for a container to be as good as one made now: the engine, the whole description, and what its mounts really are.
 * A folder that was replaced by another of its name is still the old one inside the container, and what was mounted below one since is not there.
 */
async function keyOf({ endpoint, hostFacts }: Connection, shape: ContainerShape): Promise<string> {
  const sources = shape.mounts.map(({ source }) => source);
  const [facts, identities, places, table] = await Promise.all([
    hostFacts(),
    Promise.all(sources.map(identify)),
    Promise.all(sources.map((source) => realpath(source))),
    readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
  ]);
  return digestOf(
    endpoint,
    process.getuid?.(),
    describeContainer(shape, facts),
    identities,
    mountsBelow(table, places),
  );
}

async function identify(source: string): Promise<string> {
  const { dev, ino } = await stat(source);
  return `${String(dev)}:${String(ino)}`;
}

/** Lines of proc_pid_mountinfo(5) whose mount point is below one of the places. */
export function mountsBelow(table: string, places: readonly string[]): readonly string[] {
  return table.split('\n').filter((line) => {
    // Blanks and the like are written there as in C: \040.
    const point = (line.split(' ')[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    return places.some((place) => point.startsWith(`${place}/`));
  });
}
