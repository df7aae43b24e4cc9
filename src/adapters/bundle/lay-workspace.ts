import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, readFile, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { isProblem, Problem } from '../../errors.ts';
import type { LaidWorkspace } from '../../toolchain/index.ts';

/**
 * Unpacks a workspace (a tar in gzip) beside `folder`, and puts it there when it is told to. A folder that is there already must not have
 * another file where one of these belongs. Rejects with WORKSPACE_EXISTS, OUTPUT_UNWRITABLE, INTERRUPTED, and as `contents` do; then
 * nothing is there.
 */
export async function layWorkspace(
  contents: AsyncIterable<Uint8Array>,
  folder: string,
  signal: AbortSignal,
): Promise<LaidWorkspace> {
  const isThere = (await lstat(folder).catch(() => undefined)) !== undefined;
  const draft = `${folder}${isThere ? '/' : ''}.polycrate-load-${randomUUID()}`;
  const remove = (): Promise<void> => rm(draft, { recursive: true, force: true });
  const fail = (error: unknown): never => {
    throw describe(error, folder, signal);
  };
  try {
    await mkdir(draft, { recursive: true });
    const paths = await unpack(contents, draft, signal);
    const missing = isThere ? await compare(paths, draft, folder) : paths;
    return {
      written: missing.length,
      there: paths.length - missing.length,
      put: () => (isThere ? moveAll(missing, draft, folder) : rename(draft, folder)).catch(fail),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove().catch(() => undefined);
    return fail(error);
  }
}

/** Paths of what it has unpacked. */
async function unpack(contents: AsyncIterable<Uint8Array>, draft: string, signal: AbortSignal): Promise<string[]> {
  const entries = extract();
  const paths: string[] = [];
  const links: Header[] = [];
  const reading = pipeline(Readable.from(contents, { objectMode: false }), createGunzip(), entries, { signal });
  reading.catch(() => undefined);
  try {
    for await (const entry of entries) {
      const { name, type, mode } = entry.header;
      requireInside(entry.header);
      const path = join(draft, name);
      await mkdir(dirname(path), { recursive: true });
      if (type === 'symlink') links.push(entry.header);
      else
        await pipeline(
          entry,
          createWriteStream(path, { mode: (mode & 0o111) !== 0 ? 0o755 : 0o644, flags: 'wx', flush: true }),
        );
      entry.resume();
      paths.push(name);
    }
  } catch (error) {
    if (isProblem(error)) throw error;
    // Why it ended says more than that it ended.
    await reading;
    throw error;
  }
  await reading;
  await layLinks(links, draft);
  return paths;
}

/** Last of all, so that nothing was written through one. Where links lead to links, only the disk knows where they end. */
async function layLinks(links: readonly Header[], draft: string): Promise<void> {
  for (const { name, linkname } of links)
    await symlink(linkname, join(draft, name)).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? refuse(name) : error;
    });
  const home = await realpath(draft);
  for (const { name } of links) {
    const end = await realpath(join(draft, name)).catch(() => home);
    if (end !== home && !end.startsWith(`${home}${sep}`)) throw refuse(name);
  }
}

/** Nothing is written outside of the folder, and nothing through a link. */
function requireInside({ name, type, linkname }: Header): void {
  const isInside = (path: string): boolean => !path.startsWith('/') && !/^\.\.(?:\/|$)/.test(normalize(path));
  const isGood =
    type === 'symlink' ? !linkname.startsWith('/') && isInside(join(dirname(name), linkname)) : type === 'file';
  if (isGood && isInside(name)) return;
  throw refuse(name);
}

function refuse(name: string): Problem {
  return new Problem('BUNDLE_INVALID', `it is not loaded: ${name} would lie outside of its folder`);
}

/** Which of them are not there yet. */
async function compare(paths: readonly string[], draft: string, folder: string): Promise<string[]> {
  const missing: string[] = [];
  const others: string[] = [];
  for (const path of paths) {
    const [own, found] = await Promise.all([read(join(draft, path)), read(join(folder, path))]);
    if (found === undefined) missing.push(path);
    else if (own?.equals(found) !== true) others.push(path);
  }
  if (others.length === 0) return missing;
  const more = others.length > 3 ? ` and ${String(others.length - 3)} more` : '';
  throw new Problem('WORKSPACE_EXISTS', `${folder} has other contents in ${others.slice(0, 3).join(', ')}${more}`, {
    hint: 'load it into a folder of its own: --into FOLDER   (nothing has been written)',
  });
}

/** What a link says, or a file holds; undefined where nothing is. */
async function read(path: string): Promise<Buffer | undefined> {
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined) return undefined;
  return info.isSymbolicLink() ? Buffer.from(await readlink(path)) : readFile(path);
}

/** All of them, or none. */
async function moveAll(paths: readonly string[], draft: string, folder: string): Promise<void> {
  const moved: string[] = [];
  try {
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await rename(join(draft, path), join(folder, path));
      moved.push(path);
    }
  } catch (error) {
    for (const path of moved) await rm(join(folder, path), { force: true }).catch(() => undefined);
    throw error;
  }
}

function describe(error: unknown, folder: string, signal: AbortSignal): Problem {
  if (signal.aborted)
    return new Problem('INTERRUPTED', `interrupted while unpacking into ${folder}`, {
      hint: 'nothing has been written',
    });
  if (isProblem(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new Problem('OUTPUT_UNWRITABLE', `${folder} cannot be written: ${isFull ? 'the disk is full' : message}`, {
    hint: isFull
      ? 'name a folder on another disk; what is free: df -h'
      : 'name a folder you may write to: --into FOLDER',
    cause: error,
  });
}
