import { type Place, Problem } from '../../errors.ts';
import type { ToolchainLock } from '../../schema/toolchain-lock.ts';
import { type Files, placeAt } from '../../workspace/index.ts';
import { findBreach } from './find-breach.ts';

/** Name of the file beside workspace.poly. */
export const LOCK_FILE = 'toolchain.lock';

/** What helps with most of them. */
const AGAIN = 'write it again: polycrate toolchain lock   (or take it back: git checkout toolchain.lock)';

/** The lock of the workspace in `directory`, or undefined when it has none. Rejects with TOOLCHAIN_LOCK_INVALID. */
export async function readLock(directory: string, files: Pick<Files, 'read'>): Promise<ToolchainLock | undefined> {
  const path = `${directory}/${LOCK_FILE}`;
  const bytes = await files.read(path);
  return bytes === undefined ? undefined : parseLock(bytes.toString('utf8'), path);
}

/** What a lock's text says; `path` is for messages. Rejects with TOOLCHAIN_LOCK_INVALID and the place. */
export async function parseLock(text: string, path: string): Promise<ToolchainLock> {
  const breach = findBreach(text);
  if (!('message' in breach)) return breach;
  const { message, hint = AGAIN, offset, length = 1 } = breach;
  throw new Problem('TOOLCHAIN_LOCK_INVALID', `${LOCK_FILE}: ${message}`, {
    hint,
    places: [await placeIn(text, path, { offset, length })],
  });
}

/** Where `needle` stands in the lock of `directory`, for a message; nowhere when it does not. */
export async function findInLock(directory: string, needle: string, files: Pick<Files, 'read'>): Promise<Place[]> {
  const path = `${directory}/${LOCK_FILE}`;
  const text = (await files.read(path))?.toString('utf8') ?? '';
  const offset = text.indexOf(needle);
  return offset === -1 ? [] : [await placeIn(text, path, { offset, length: needle.length })];
}

async function placeIn(
  text: string,
  path: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Place> {
  // Only errors need it.
  const { LineCounter } = await import('yaml');
  const lines = new LineCounter();
  for (let at = 0; at !== -1; at = text.indexOf('\n', at) + 1 || -1) lines.addNewLine(at);
  return placeAt({ path, text, lines, confidential: false }, offset, offset + length);
}
