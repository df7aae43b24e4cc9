import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { attachContainer, createContainer, removeContainer, startContainer, type Connection } from '../connection.ts';
import { describeFailure, describeLoss, statusOf } from '../failures.ts';
import { beat } from '../heart.ts';
import { createSteps, waitBriefly } from '../interruptible.ts';
import { createByteReader, openPayload, writeAll } from './bytes.ts';
import { type Entry, parseRecords } from './entry.ts';
import { converse, describeBreak } from './converse.ts';
import { describeFarSide, describeRefusal } from './far-container.ts';
import { HAND_OUT, TAKE_IN } from './program.ts';
import type { CopyVolumes } from './volume.ts';

/** What a scan of the far side has found against its base. */
export interface FarScan {
  /** New or other than in the base. */
  readonly changed: readonly Entry[];
  /** In the base, and gone or other now. */
  readonly removed: readonly Entry[];
  /** Paths that were on their way there when the sender fell silent. */
  readonly sending: ReadonlySet<string>;
  /** Empty before the first commit. */
  readonly generation: string;
}

/** The container beside the copies on the far side. All of it rejects with a Problem; folders are named by their number. */
export interface FarSide {
  lock(): Promise<void>;
  unlock(): Promise<void>;
  scan(folder: number): Promise<FarScan>;
  base(folder: number): Promise<readonly Entry[]>;
  commit(folder: number, generation: string): Promise<void>;
  /** Removes and takes in; `write` writes a tar archive, and is given what takes it. */
  takeIn(
    folder: number,
    paths: { readonly all: readonly string[]; readonly gone: readonly string[] },
    archive: AsyncIterable<Uint8Array>,
  ): Promise<void>;
  /** Hands the files over as a tar archive. */
  handOut(folder: number, paths: readonly string[], read: (archive: Readable) => Promise<void>): Promise<void>;
  /** Ends it and leaves nothing but the volumes. Never rejects. */
  close(): Promise<void>;
}

/** Starts it with the volumes of all folders. Rejects with IMAGE_UNAVAILABLE where the image is not there, and IMAGE_UNSUITABLE where it lacks a tool. */
export async function openFarSide(
  connection: Connection,
  {
    image,
    volumes,
    labels,
  }: {
    readonly image: string;
    readonly volumes: readonly CopyVolumes[];
    readonly labels: Readonly<Record<string, string>>;
  },
): Promise<FarSide> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: 'copying the workspace', endpoint, image };
  const name = `polycrate-copy-${randomBytes(6).toString('hex')}`;
  const step = createSteps({ undertaking, answerMs });
  const body = describeFarSide(image, volumes, labels);
  const container = await step(() => createContainer(connection, name, body)).catch(async (error: unknown) => {
    // An engine that did not say no may have made it all the same.
    if (statusOf(error) === undefined)
      await waitBriefly(removeContainer(connection, { id: name }).catch(() => undefined));
    throw describeFailure(error, undertaking);
  });
  const close = async (): Promise<void> => {
    stopBeating();
    orders?.destroy();
    await removeContainer(connection, container).catch(() => undefined);
  };
  let stopBeating = (): void => undefined;
  let orders: Awaited<ReturnType<typeof attachContainer>> | undefined;
  try {
    orders = await step(() => attachContainer(connection, container));
    const payload = openPayload(orders);
    const answers = createByteReader(payload.stdout);
    await step(() => startContainer(connection, container));
    const greeting = await step(() => answers.line());
    if (greeting !== 'ready') throw describeRefusal(image, greeting ?? payload.complaint());
    const line = orders;
    stopBeating = beat(connection, line, () => line.destroy());
    const ask = async (order: string, expected: string): Promise<string[]> => {
      await writeAll(line, `${order}\n`).catch((error: unknown) => {
        throw describeLoss(endpoint, error);
      });
      const answer = await answers.line();
      if (answer === undefined) throw describeLoss(endpoint);
      const [word, ...rest] = answer.split(' ');
      if (word === expected) return rest;
      const reason = word === 'failed' ? await answers.text(Number(rest[0])) : answer;
      throw describeBreak(endpoint, reason);
    };
    return {
      lock: async () => {
        await ask('LOCK', 'locked');
      },
      unlock: async () => {
        await ask('UNLOCK', 'unlocked');
      },
      async scan(folder) {
        const [changed, removed, sending, generation = ''] = await ask(`SCAN ${String(folder)}`, 'scan');
        const [now, before, under] = [
          await answers.text(Number(changed)),
          await answers.text(Number(removed)),
          await answers.text(Number(sending)),
        ];
        const entries = parseRecords(now);
        return {
          changed: entries,
          removed: parseRecords(before),
          sending: new Set(under.split('\0').slice(0, -1)),
          generation,
        };
      },
      async base(folder) {
        const [size] = await ask(`BASE ${String(folder)}`, 'base');
        return parseRecords(await answers.text(Number(size)));
      },
      async commit(folder, generation) {
        await ask(`COMMIT ${String(folder)} ${generation}`, 'committed');
      },
      async takeIn(folder, { all, gone }, archive) {
        const [every, removed] = [join(all), join(gone)];
        await converse(connection, container, { program: TAKE_IN, folder }, async ({ write }) => {
          await write(
            Buffer.concat([Buffer.from(`${String(every.length)} ${String(removed.length)}\n`), every, removed]),
          );
          for await (const chunk of archive) await write(chunk);
        });
      },
      async handOut(folder, paths, read) {
        const wanted = join(paths);
        await converse(connection, container, { program: HAND_OUT, folder }, async ({ write, stdout }) => {
          await write(Buffer.concat([Buffer.from(`${String(wanted.length)}\n`), wanted]));
          await read(stdout);
        });
      },
      close,
    };
  } catch (error) {
    await close();
    throw describeFailure(error, undertaking);
  }
}

function join(paths: readonly string[]): Buffer {
  return Buffer.from(paths.map((path) => `${path}\0`).join(''));
}
