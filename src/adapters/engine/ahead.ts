import { randomBytes } from 'node:crypto';
import type { Job } from '../../run/index.ts';
import type { Connection } from './connection.ts';
import { describeContainer } from './container.ts';
import { createSteps, waitBriefly } from './interruptible.ts';
import type { Keepsakes, Known } from './keepsakes.ts';
import { createParking, type Parking } from './parking.ts';
import { type Prepared, prepareContainer } from './prepare.ts';
import { type ContainerShape, digestOf } from './shape.ts';

/** Containers that are made before their job is known in full, so that its start need not wait for the engine. All of it is best effort. */
export interface Ahead {
  /** Gets a container ready for a job of that shape. */
  prepare(shape: ContainerShape): void;
  /** Gets ready what a job of that purpose needed the last time. */
  expect(purpose: string): void;
  /** A ready container of exactly that shape, from now on the job's and called as it wishes; undefined when there is none. Never rejects. */
  take(shape: ContainerShape, job: Job): Promise<Prepared | undefined>;
  /** A job is running: remembers what it needed, and parks a container for the next of its shape where it asks for that. */
  used(shape: ContainerShape, job: Job): void;
  /** Removes what nobody has taken, and waits until what is parked can be found again. */
  release(): Promise<void>;
}

interface Ready {
  readonly digest: string;
  /** It was made on a guess, which the first job confirms or refutes. */
  readonly isGuess: boolean;
  readonly prepared: Promise<Prepared | undefined>;
}

/** Containers made ahead on one engine. `keepsakes` remember between commands; without them only this process's own are there. */
export function createAhead(connection: Connection, keepsakes: Keepsakes | undefined): Ahead {
  const ready: Ready[] = [];
  const parking: Parking | undefined = keepsakes && createParking(connection, keepsakes);

  /** Who leaves none for others takes none of theirs. */
  const claim = async (shape: ContainerShape, parkMs: number | undefined): Promise<Prepared | undefined> =>
    parkMs === undefined ? undefined : parking?.claim(shape);
  const make = async ({ shape, parkMs }: Known): Promise<Prepared | undefined> => {
    try {
      const claimed = await claim(shape, parkMs);
      if (claimed !== undefined) return claimed;
      const body = describeContainer(shape, await connection.hostFacts());
      const name = `polycrate-ahead-${randomBytes(6).toString('hex')}`;
      const { endpoint, answerMs } = connection;
      const step = createSteps({ undertaking: { doing: 'getting a container ready', endpoint }, answerMs });
      const prepared = await prepareContainer(connection, { name, body, step });
      await prepared.started.catch(async (error: unknown) => {
        await prepared.discard();
        throw error;
      });
      return prepared;
    } catch {
      // The start of the job meets the same difficulty, and tells it.
      return undefined;
    }
  };
  const prepare = (known: Known, isGuess: boolean): Promise<unknown> => {
    const prepared = make(known);
    ready.push({ digest: digestOf(known.shape), isGuess, prepared });
    return prepared;
  };
  const discard = async (each: readonly Ready[]): Promise<void> => {
    await Promise.all(each.map(async ({ prepared }) => (await prepared)?.discard()));
  };
  return {
    prepare(shape) {
      void prepare({ shape }, false);
    },
    expect(purpose) {
      const known = keepsakes?.recall(purpose);
      if (known === undefined) return;
      const { shape, parkMs } = known;
      // The next one is made while this one's command is still planned; but not before this one is there.
      const prepared = prepare(known, true);
      if (parkMs !== undefined) void prepared.then(() => parking?.park(shape, parkMs));
    },
    async take(shape, { name, parkMs }) {
      const digest = digestOf(shape);
      const at = ready.findIndex((each) => each.digest === digest);
      const prepared = at === -1 ? await claim(shape, parkMs) : await ready.splice(at, 1)[0]?.prepared;
      const wrong = ready.filter(({ isGuess }) => isGuess);
      for (const guess of wrong) ready.splice(ready.indexOf(guess), 1);
      void discard(wrong);
      // Only so that people can tell what it is doing; nobody waits for it.
      prepared?.container.rename({ name }).catch(() => undefined);
      return prepared;
    },
    used(shape, { purpose, parkMs }) {
      if (purpose !== undefined) keepsakes?.remember(purpose, { shape, ...(parkMs === undefined ? {} : { parkMs }) });
      if (parkMs !== undefined) parking?.park(shape, parkMs);
    },
    async release() {
      await waitBriefly(Promise.all([discard(ready.splice(0)), parking?.settle()]).then(() => undefined));
    },
  };
}
