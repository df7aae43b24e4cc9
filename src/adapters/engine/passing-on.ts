import type { Job } from '../../run/index.ts';
import type { Connection } from './connection.ts';
import { within } from './exit.ts';
import type { Prepared } from './prepare.ts';
import { tellSupervisor } from './running.ts';
import type { ContainerShape } from './shape.ts';
import { TIDIED } from './tidy.ts';
import { isUntouched } from './untouched.ts';

/** PID 1 has tidied up within milliseconds. Where everything takes longer, so does a new container. */
const TIDY_MS = 2_000;

/** True when a job's container could take the next job, if it is clean by then: without a terminal, on this machine, and with nothing of its own that outlives the job (a network, extra rights, folders in memory) or reaches into it from outside (the engine's socket). */
export function canPassOn({ isElsewhere }: Connection, job: Job): boolean {
  const { passOn, terminal, stdin, transport, network, limits, engineSocket } = job;
  const isPlain = terminal === undefined && !stdin && transport !== 'copy' && network === 'host' && !engineSocket;
  const isBare =
    limits === undefined || (limits.capabilities.length === 0 && limits.tmpfs.length === 0 && !limits.readOnly);
  return passOn === true && !isElsewhere && isPlain && isBare;
}

/** Hears from PID 1 whether it has tidied up; other words go to `others`. */
export function hearTidied(others: (word: Buffer) => void): {
  readonly take: (word: Buffer) => void;
  readonly tidied: Promise<boolean>;
} {
  let say = (_isClean: boolean): void => undefined;
  let clean = 0;
  const tidied = new Promise<boolean>((resolve) => (say = resolve));
  const take = (word: Buffer): void => {
    const text = word.length === 1 ? word.toString('latin1') : '';
    if (text === TIDIED.soiled) say(false);
    else if (text !== TIDIED.clean) others(word);
    else if (++clean === 2) say(true);
  };
  return { take, tidied };
}

/** The container of a job that has ended well, as good as a new one; undefined, and removed, when it is not. Never rejects. */
export async function passOn(
  connection: Connection,
  used: Prepared,
  { shape, tidied }: { readonly shape: ContainerShape; readonly tidied: Promise<boolean> },
): Promise<Prepared | undefined> {
  const isTidy = (await within(tidied, TIDY_MS)) === true;
  if (isTidy) tellSupervisor(used.lease, 'STAY');
  const isClean = isTidy && (await within(isUntouched(connection, used.container, shape), TIDY_MS)) === true;
  if (isClean && !used.isGone()) return used;
  // As after every job: it ends by itself.
  used.pending.cancel();
  used.lease.end('END\n', () => used.lease.destroy());
  return undefined;
}
