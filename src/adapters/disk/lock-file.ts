import { open, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Problem } from '../../errors.ts';
import type { LockHolder } from '../../record/index.ts';
import { writeFailure } from './failures.ts';
import { isAlive, statusOf } from './processes.ts';

/** The holder refreshes the file's time this often; a holder elsewhere that has not for `STALE_MS` is gone. */
const HEARTBEAT_MS = 15_000;
const STALE_MS = 60_000;

/** What stands in the file: the holder, and when its process began, because process ids are used again. */
type Written = LockHolder & { readonly processStart?: string };

/** Takes the lock at `path`; rejects with WORKSPACE_LOCKED while a living holder has it. Disposing gives it back. */
export async function takeLock(path: string, holder: LockHolder): Promise<AsyncDisposable> {
  const { start } = statusOf(holder.pid);
  const text = JSON.stringify({ ...holder, ...(start === undefined ? {} : { processStart: start }) });
  for (;;) {
    if (await createFile(path, text)) break;
    const existing = await readHolder(path);
    if (existing === undefined) continue;
    if (!existing.stale) throw lockedBy(existing.holder);
    await removeStale(path, existing.text, holder.transaction);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      const current = await readFile(path, 'utf8').catch(() => undefined);
      if (current === text) await unlink(path).catch(() => undefined);
    },
  };
}

async function createFile(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } catch (error) {
      // On a full disk an empty lock would be all that is left.
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeFailure(error, path);
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
    return { text, holder, stale: holder.host === hostname() ? !isAlive(holder) : silentMs > STALE_MS };
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

/** Two waiters must not both remove: the rename has one winner, and it checks that it moved what it had judged. */
async function removeStale(path: string, judged: string, transaction: string): Promise<void> {
  const aside = `${path}.${transaction}`;
  try {
    await rename(path, aside);
    const moved = await readFile(aside, 'utf8');
    if (moved === judged) await unlink(aside);
    else await rename(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw writeFailure(error, path);
  }
}

function lockedBy(holder: Written | undefined): Problem {
  if (holder === undefined) {
    return new Problem('WORKSPACE_LOCKED', 'another transaction is just starting in this workspace', {
      hint: 'try again',
    });
  }
  const { command, transaction, user, host, pid, since } = holder;
  return new Problem(
    'WORKSPACE_LOCKED',
    `"${command}" (transaction ${transaction}) has been running since ${since}, started by ${user} on ${host} as process ${String(pid)}`,
    { hint: `wait for it: --wait; or end it: kill -INT ${String(pid)}` },
  );
}
