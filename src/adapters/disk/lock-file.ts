import { closeSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Problem } from '../../errors.ts';
import type { HeldLock, LockHolder, ProcessMark } from '../../record/index.ts';
import { writeFailure } from './failures.ts';
import { createPace, type Pace } from './pace.ts';
import { isAlive, isElsewhere, markOf } from './processes.ts';

/** The holder refreshes the file's time this often; a holder elsewhere that has not for `STALE_MS` is gone. */
const HEARTBEAT_MS = 15_000;
const STALE_MS = 60_000;
const BREAKER_STALE_MS = 10_000;
/** A lock without a holder is stale after two seconds; a little longer than that is waited for it. */
const [LOOK_MS, MOST_LOOKS] = [25, 100];

/** What stands in the file: the holder, and which process it is, because ids are used again, and in every container. */
type Written = LockHolder & ProcessMark;

/** Takes the lock at `path`; rejects with WORKSPACE_LOCKED while a living holder has it. Disposing gives it back. */
export async function takeLock(path: string, holder: LockHolder, ask: Pace = createPace()): Promise<HeldLock> {
  const text = JSON.stringify({ ...holder, ...markOf(holder.pid) });
  let abandoned: Written | undefined;
  for (let looks = 0; ;) {
    if (await createFile(path, text, ask)) break;
    const existing = await readHolder(path);
    if (existing === undefined) continue;
    // Made and not yet written: its writer needs a moment, or was killed in that very moment.
    if (existing.holder === undefined && !existing.stale && looks < MOST_LOOKS) {
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      continue;
    }
    if (!existing.stale) throw lockedBy(existing.holder);
    await removeStale(path, existing.text, ask);
    abandoned = existing.holder;
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    ...(abandoned === undefined ? {} : { abandoned }),
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      // Best effort: what cannot be removed is stale as soon as this process has ended.
      await giveBack(path, text, ask).catch(() => undefined);
    },
  };
}

async function giveBack(path: string, text: string, ask: Pace): Promise<void> {
  await ask(
    () => {
      if (readFileSync(path, 'utf8') === text) unlinkSync(path);
    },
    async () => {
      if ((await readFile(path, 'utf8')) === text) await unlink(path);
    },
  );
}

async function createFile(path: string, text: string, ask: Pace): Promise<boolean> {
  try {
    await ask(
      () => {
        createDirectly(path, text);
      },
      () => createLater(path, text),
    );
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeFailure(error, path);
  }
}

function createDirectly(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, text);
  } catch (error) {
    // On a full disk an empty lock would be all that is left.
    try {
      unlinkSync(path);
    } catch {
      // What went wrong first is what is told.
    }
    throw error;
  } finally {
    closeSync(file);
  }
}

async function createLater(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

async function readHolder(
  path: string,
): Promise<{ text: string; holder: Written | undefined; stale: boolean } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const silentMs = Date.now() - mtimeMs;
    const holder = parseHolder(text);
    // A file without a holder is one just being written, or one whose writer died in between.
    if (holder === undefined) return { text, holder, stale: silentMs > 2_000 };
    return { text, holder, stale: isElsewhere(holder) ? silentMs > STALE_MS : !isAlive(holder) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw writeFailure(error, path);
  }
}

function parseHolder(text: string): Written | undefined {
  try {
    return JSON.parse(text) as Written;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock that was judged stale, if it is still the one that was judged. Only one may do so at a time: between the look and the
 * removal the next holder may have come, and it must not lose its lock. Who finds another at it comes back after a moment.
 */
async function removeStale(path: string, judged: string, ask: Pace): Promise<void> {
  const breaker = `${path}.breaking`;
  if (!(await createFile(breaker, '', ask))) {
    await forgetAbandoned(breaker);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return;
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === judged) await unlink(path);
  } catch (error) {
    throw writeFailure(error, path);
  } finally {
    await unlink(breaker).catch(() => undefined);
  }
}

/** It is held for the blink of an eye; one that lies there for seconds belongs to a process that was killed in that very blink. */
async function forgetAbandoned(breaker: string): Promise<void> {
  const info = await stat(breaker).catch(() => undefined);
  if (info !== undefined && Date.now() - info.mtimeMs > BREAKER_STALE_MS) await unlink(breaker).catch(() => undefined);
}

function lockedBy(holder: Written | undefined): Problem {
  if (holder === undefined) {
    return new Problem('WORKSPACE_LOCKED', 'another transaction is just starting in this workspace', {
      hint: 'try again',
    });
  }
  const { command, transaction, user, host, pid, since } = holder;
  const place = host !== hostname() ? ` on ${host}` : isElsewhere(holder) ? ' where it runs' : '';
  return new Problem(
    'WORKSPACE_LOCKED',
    `"${command}" (transaction ${transaction}) has been running since ${since}, started by ${user} on ${host} as process ${String(pid)}`,
    { hint: `wait for it: --wait; or end it${place}: kill -INT ${String(pid)}` },
  );
}
