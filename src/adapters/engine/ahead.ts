import { randomBytes } from 'node:crypto';
import type { HeadStart, Job } from '../../run/index.ts';
import { type Connection, removeContainer, renameContainer } from './connection.ts';
import { describeContainer } from './container.ts';
import { createSteps, waitBriefly } from './interruptible.ts';
import type { Keepsakes, Known } from './keepsakes.ts';
import { createParking, type Parking } from './parking.ts';
import { canPassOn, passOn } from './passing-on.ts';
import { createPostponed } from './postponed.ts';
import { meetContainer, type Prepared, prepareContainer } from './prepare.ts';
import { type ContainerShape, digestOf } from './shape.ts';

/** Containers that are made before their job is known in full, so that its start need not wait for the engine. All of it is best effort. */
export interface Ahead {
  /** Gets a container ready for a job of that shape. */
  prepare(shape: ContainerShape): void;
  /** Gets ready what a job of that purpose needed the last time. */
  expect(purpose: string): void;
  /** A ready container of exactly that shape, from now on the job's and called as it wishes; undefined when there is none. Never rejects. */
  take(shape: ContainerShape, job: Job): Promise<Prepared | undefined>;
  /** A job is running: remembers what it needed; makes one to be parked for the next of its shape where it asks for that. */
  used(shape: ContainerShape, job: Job): void;
  /** A job has ended well, and its container is to be had by another once it has `tidied` up; false when there are enough. */
  passOn(shape: ContainerShape, used: Prepared, tidied: Promise<boolean>): boolean;
  /** Removes what nobody has taken, and starts what is to be parked. */
  release(): Promise<void>;
}

interface Ready {
  readonly digest: string;
  /** It was made on a guess, which the first job confirms or refutes. */
  readonly isGuess: boolean;
  /** A job has run in it. */
  readonly isUsed?: true;
  readonly prepared: Promise<Prepared | undefined>;
}

export interface AheadOptions {
  /** What remembers between commands; without it only this process's own containers are there. */
  readonly keepsakes: Keepsakes | undefined;
  readonly headStart: HeadStart | undefined;
}

/** A container of a head start that no job comes for ends after so long. */
const HEAD_START_PATIENCE_MS = 2_000;

/** While a job that passes its container on has run for less, the next ones' are not made: most likely they get that. */
const SHORT_MS = 150;

/** An engine that is well has made it by now; one that has not is better met by making a new one. */
const ADOPT_MS = 5_000;

/** Only so that people can tell what it is doing, and most have ended before anybody looks; renaming takes the engine longer than anything but the start. */
function renameLater(connection: Connection, { container, pending }: Prepared, name: string): () => void {
  const timer = setTimeout(() => {
    renameContainer(connection, container, name);
  }, RENAME_AFTER_MS).unref();
  const stop = (): void => {
    clearTimeout(timer);
  };
  void pending.status.then(stop);
  return stop;
}

const RENAME_AFTER_MS = 150;

/** Containers made ahead on one engine. */
export function createAhead(connection: Connection, { keepsakes, headStart }: AheadOptions): Ahead {
  const ready: Ready[] = [];
  const postponed = createPostponed(SHORT_MS);
  let stopNaming = (): void => undefined;
  let begun = headStart?.ready;
  const socketPath = connection.endpoint.slice('unix://'.length);
  const parking: Parking | undefined = keepsakes && createParking(connection, keepsakes);

  const { endpoint, answerMs } = connection;
  // Nobody interrupts what is made ahead: it is given back at the end.
  const undertaking = { doing: 'getting a container ready', endpoint };
  const step = createSteps({ undertaking, answerMs });

  /** Who leaves none for others takes none of theirs. */
  const claim = async (shape: ContainerShape, parkMs: number | undefined): Promise<Prepared | undefined> =>
    parkMs === undefined ? undefined : parking?.claim(shape, parkMs);
  const describe = async (shape: ContainerShape): Promise<string> =>
    JSON.stringify(describeContainer(shape, await connection.hostFacts(), HEAD_START_PATIENCE_MS));
  const adoptStep = createSteps({ undertaking, answerMs: Math.min(answerMs, ADOPT_MS) });
  const adopt = async (given: NonNullable<HeadStart['ready']>, shape: ContainerShape) => {
    const id = await adoptStep(() => given.container);
    if (id === '') return undefined;
    if (given.description === (await describe(shape))) return meetContainer(connection, { id }, step);
    // The memory of an older version was at work.
    await removeContainer(connection, { id });
    return undefined;
  };
  const create = async (shape: ContainerShape): Promise<Prepared> => {
    const body = describeContainer(shape, await connection.hostFacts());
    const name = `polycrate-ahead-${randomBytes(6).toString('hex')}`;
    return prepareContainer(connection, { name, body, step });
  };
  const make = async (way: () => Promise<Prepared | undefined>): Promise<Prepared | undefined> => {
    try {
      const prepared = await way();
      await step(() => prepared?.started ?? Promise.resolve()).catch(async (error: unknown) => {
        await prepared?.discard();
        throw error;
      });
      return prepared;
    } catch {
      // The start of the job meets the same difficulty, and tells it.
      return undefined;
    }
  };
  const expected = async ({ shape, parkMs }: Known): Promise<Prepared | undefined> => {
    const given = begun;
    begun = undefined;
    return (
      (given && (await make(() => adopt(given, shape)))) ??
      (await claim(shape, parkMs)) ??
      (await make(() => create(shape)))
    );
  };
  const put = (shape: ContainerShape, isGuess: boolean, prepared: Promise<Prepared | undefined>): void => {
    ready.push({ digest: digestOf(shape), isGuess, prepared });
  };
  const remember = async (purpose: string, shape: ContainerShape, parkMs: number | undefined): Promise<void> => {
    const parkedUnder = parkMs === undefined ? undefined : await parking?.keyOf(shape);
    keepsakes?.remember(purpose, {
      shape,
      ...(parkMs === undefined ? {} : { parkMs }),
      ...(parkedUnder === undefined ? {} : { parkedUnder }),
      socketPath,
      description: await describe(shape),
    });
  };
  const discard = async (each: readonly Ready[]): Promise<void> => {
    await Promise.all(each.map(async ({ prepared }) => (await prepared)?.discard()));
  };
  return {
    prepare(shape) {
      postponed.add(digestOf(shape), () => {
        put(
          shape,
          false,
          make(() => create(shape)),
        );
      });
    },
    expect(purpose) {
      const known = keepsakes?.recall(purpose);
      if (known === undefined) return;
      put(known.shape, true, expected(known));
    },
    async take(shape, { name, parkMs, passOn: takesUsed }) {
      const digest = digestOf(shape);
      const at = ready.findIndex((each) => each.digest === digest && (takesUsed !== false || each.isUsed !== true));
      const prepared = at === -1 ? await claim(shape, parkMs) : await ready.splice(at, 1)[0]?.prepared;
      postponed.meet(digest, prepared !== undefined);
      const wrong = ready.filter(({ isGuess }) => isGuess);
      for (const guess of wrong) ready.splice(ready.indexOf(guess), 1);
      void discard(wrong);
      if (prepared?.isGone() === true) {
        void prepared.discard();
        return undefined;
      }
      if (prepared !== undefined) stopNaming = renameLater(connection, prepared, name);
      return prepared;
    },
    used(shape, job) {
      const { purpose, parkMs } = job;
      if (canPassOn(connection, job)) postponed.hold(digestOf(shape));
      if (purpose !== undefined) remember(purpose, shape, parkMs).catch(() => undefined);
      if (parkMs !== undefined) parking?.park(shape, parkMs);
    },
    passOn(shape, used, tidied) {
      const digest = digestOf(shape);
      if (ready.some((each) => each.digest === digest)) return false;
      stopNaming();
      ready.push({ digest, isGuess: false, isUsed: true, prepared: passOn(connection, used, { shape, tidied }) });
      return true;
    },
    async release() {
      postponed.drop();
      await waitBriefly(
        Promise.all([discard(ready.splice(0)), begun?.giveBack(), parking?.settle()]).then(() => undefined),
      );
    },
  };
}
