import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import {
  type Connection,
  type Container,
  createContainer,
  inspectContainer,
  removeContainer,
  startContainer,
  tellEngine,
} from './connection.ts';
import { describeContainer } from './container.ts';
import { statusOf } from './failures.ts';
import { inspectImage } from './images.ts';
import { createSteps } from './interruptible.ts';
import type { Keepsakes } from './keepsakes.ts';
import { meetContainer, type Prepared } from './prepare.ts';
import { type ContainerShape, digestOf } from './shape.ts';

/** Containers that outlast their command and wait for the next one's job, each for one job only. */
export interface Parking {
  /** The parked container of exactly that shape; undefined when there is none that is as good as one made now. Parks the next one. Never rejects. */
  claim(shape: ContainerShape, patienceMs: number): Promise<Prepared | undefined>;
  /** What one of that shape is found by. Rejects when a mounted folder is not there. */
  keyOf(shape: ContainerShape): Promise<string>;
  /** Begins to make one that will wait for so long, unless there is one. Never throws. */
  park(shape: ContainerShape, patienceMs: number): void;
  /**
   * Has what is made started, to be found by the next command: not earlier, because that work of the engine would slow this command down.
   * Waits only until the orders have left this process. Never rejects.
   */
  settle(): Promise<void>;
}

/** So many of a user's containers wait on one engine: the one that was left first makes room. Each takes some 10 MiB, its shim included. */
export const MOST_PARKED = 8;

/** An engine that is well answers in milliseconds; one that is not is better met by making a new container. */
const CLAIM_MS = 5_000;

/** Parked containers on one engine, found again by `keepsakes`. */
export function createParking(connection: Connection, keepsakes: Keepsakes): Parking {
  const making = new Map<string, Promise<Made | undefined>>();

  const make = async (shape: ContainerShape, patienceMs: number): Promise<Made | undefined> => {
    const key = await keyOf(connection, shape);
    if (keepsakes.has(key)) return undefined;
    const name = `polycrate-parked-${randomBytes(6).toString('hex')}`;
    const body = describeContainer(shape, await connection.hostFacts(), patienceMs);
    const container = await createContainer(connection, name, body).catch(async (error: unknown) => {
      // An engine that did not say no may have made it all the same.
      if (statusOf(error) === undefined) await removeContainer(connection, { id: name });
      throw error;
    });
    return { key, container, patienceMs, remake: () => make(shape, patienceMs), atMs: performance.now() };
  };
  const renew = async (made: Made): Promise<Made | undefined> => {
    // Beside a long job, others may have swept it away as one that nobody came to start.
    if (performance.now() - made.atMs < STALE_MS) return made;
    await removeContainer(connection, made.container).catch(() => undefined);
    return made.remake();
  };
  const start = async (made: Made | undefined): Promise<void> => {
    const fresh = made === undefined ? undefined : await renew(made);
    if (fresh === undefined) return;
    const { key, container, patienceMs } = fresh;
    const { endpoint } = connection;
    if (keepsakes.has(key)) {
      // Another command has left one meanwhile: nobody could find two.
      await tellEngine(connection, `/containers/${container.id}?force=true&v=true`, 'DELETE');
      return;
    }
    keepsakes.leave(key, { container: container.id, endpoint, until: Date.now() + patienceMs });
    // Nobody waits for it: the engine goes on when this process has ended, and whoever claims the container starts it if need be.
    await tellEngine(connection, `/containers/${container.id}/start`);
    for (const old of keepsakes.surplus(endpoint, MOST_PARKED))
      await tellEngine(connection, `/containers/${old.container}?force=true&v=true`, 'DELETE').catch(() => undefined);
  };
  const park = (shape: ContainerShape, patienceMs: number): void => {
    const digest = digestOf(shape);
    if (making.has(digest)) return;
    making.set(
      digest,
      make(shape, patienceMs).catch(() => undefined),
    );
  };
  return {
    keyOf: (shape) => keyOf(connection, shape),
    async claim(shape, patienceMs) {
      const key = await keyOf(connection, shape).catch(() => undefined);
      const parked = key === undefined ? undefined : keepsakes.claim(key);
      if (parked === undefined) return undefined;
      // While this command is still busy with its files, the engine has nothing else to do.
      park(shape, patienceMs);
      const container = { id: parked.container };
      const undertaking = { doing: 'claiming a parked container', endpoint: connection.endpoint };
      const step = createSteps({ undertaking, answerMs: Math.min(connection.answerMs, CLAIM_MS) });
      try {
        const looking = step(() => inspectContainer(connection, container));
        const start = async (): Promise<void> => {
          // Its start may not have come through, or still be going on.
          if (!(await looking).State.Running) await startContainer(connection, container);
        };
        const [prepared, { Image: image }, { Id: current }] = await Promise.all([
          meetContainer(connection, container, step, start),
          looking,
          step(() => inspectImage(connection, shape.image)),
        ]);
        await step(() => prepared.started);
        if (current === image) return prepared;
        // The tag has moved since: the job is to have what it names now.
        void prepared.discard();
      } catch {
        removeContainer(connection, container).catch(() => undefined);
      }
      return undefined;
    },
    park,
    async settle() {
      const all = [...making.values()].map(async (made) => start(await made));
      making.clear();
      await Promise.allSettled(all);
    },
  };
}

interface Made {
  readonly key: string;
  readonly container: Container;
  readonly patienceMs: number;
  readonly remake: () => Promise<Made | undefined>;
  readonly atMs: number;
}

/** Sooner than anybody sweeps away what was made and not started. */
const STALE_MS = 60_000;

/**
 * What must be the same for a container to be as good as one made now: the engine, the whole description, and what its mounts really are.
 * A folder that was replaced by another of its name is still the old one inside the container, and what was mounted below one since is not there.
 */
async function keyOf({ endpoint, hostFacts }: Connection, shape: ContainerShape): Promise<string> {
  const facts = await hostFacts();
  const sources = shape.mounts.map(({ source }) => source);
  // Asked directly: what is mounted has just been read, and the detour through the thread pool takes longer than the answers.
  const identities = sources.map((source) => {
    const { dev, ino } = statSync(source);
    return `${String(dev)}:${String(ino)}`;
  });
  const places = sources.map((source) => realpathSync(source));
  const below = mountsBelow(readMountTable(), places);
  return digestOf(endpoint, process.getuid?.(), describeContainer(shape, facts), identities, below);
}

function readMountTable(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    // Not Linux.
    return '';
  }
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
