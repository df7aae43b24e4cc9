import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { chown, lstat, open, readFile, rename, unlink } from 'node:fs/promises';
import { isAbsent } from './unreadable.ts';

/** What is at a path, links not followed: nothing, a file, or what is neither (a link, a folder, a device). */
export type Found = 'nothing' | 'file' | 'other';

/** Looks at `path`; also a link that leads nowhere is there. Rejects with what node:fs says. */
export async function lookAt(path: string): Promise<Found> {
  try {
    return (await lstat(path)).isFile() ? 'file' : 'other';
  } catch (error) {
    if (isAbsent(error)) return 'nothing';
    throw error;
  }
}

/** Makes a file of exactly that mode. Answers false, and changes nothing, when anything is there already. Rejects with what node:fs says. */
export async function createFile(path: string, contents: string | Buffer, mode: number): Promise<boolean> {
  const file = await open(path, 'wx', mode).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(contents);
    await file.chmod(mode);
    await file.sync();
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/** What a file held, and what it holds now. */
interface Amended {
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces the text of a file by what `amend` makes of it, all at once; its bytes, owner and permissions stay otherwise. What somebody else saves in the
 * meantime is not lost: then `amend` is asked again. Answers undefined when the file is gone. Rejects with what `amend` throws or node:fs says.
 */
export async function amendFile(path: string, amend: (existing: string) => string): Promise<Amended | undefined> {
  try {
    for (;;) {
      const bytes = await readFile(path);
      // Latin-1 gives every byte back as it was, whatever the encoding really is.
      const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
      const before = bytes.toString(encoding);
      const after = amend(before);
      if (after === before || (await replace(path, bytes, Buffer.from(after, encoding)))) return { before, after };
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Answers false when the file no longer holds `expected`. The last look comes when nothing but the renaming is left to do. */
async function replace(path: string, expected: Buffer, contents: Buffer): Promise<boolean> {
  const { mode, uid, gid } = await lstat(path);
  const draft = `${path}.${randomUUID()}`;
  await createFile(draft, contents, mode & 0o7777);
  try {
    // Only root may give files away; for everybody else the file becomes their own, as with any editor.
    await chown(draft, uid, gid).catch(() => undefined);
    if (!(await readFile(path)).equals(expected)) return false;
    await rename(draft, path);
    return true;
  } finally {
    // After the renaming there is none.
    await unlink(draft).catch(() => undefined);
  }
}
