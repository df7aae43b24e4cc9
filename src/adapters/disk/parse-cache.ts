import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParseCache } from '../../workspace/index.ts';

/** One file for each workspace, its owner's alone; none without a directory. Whatever goes wrong with it only makes the next command slower. */
export function createParseCache(directory: string | undefined): ParseCache {
  return {
    async open(folder) {
      if (directory === undefined) return NOTHING_KEPT;
      const file = join(directory, `${createHash('sha256').update(folder).digest('hex').slice(0, 24)}.json`);
      const known = await readOwn(file);
      const used = new Map<string, unknown>();
      let isNew = false;
      return {
        get(key) {
          const value = known.get(key);
          if (value !== undefined) used.set(key, value);
          return value;
        },
        put(key, value) {
          used.set(key, value);
          isNew = true;
        },
        async keep() {
          if (!isNew && used.size === known.size) return;
          try {
            await mkdir(directory, { recursive: true, mode: 0o700 });
            const draft = `${file}.${String(process.pid)}`;
            await writeFile(draft, JSON.stringify([...used]), { mode: 0o600 });
            await rename(draft, file);
            if (known.size === 0) await removeOld(directory);
          } catch {
            // A full or read-only home.
          }
        },
      };
    },
  };
}

/** Of a workspace that is gone nobody asks again; one that is used has its file made anew after so long, which takes a moment. */
const UNUSED_MS = 7 * 86_400_000;

/** Looked through only where a workspace is read for the first time: what was there before is never waited for. */
async function removeOld(directory: string): Promise<void> {
  for (const name of (await readdir(directory)).filter((each) => /^[0-9a-f]{24}\.json(\.\d+)?$/.test(each))) {
    try {
      const file = join(directory, name);
      if (Date.now() - (await stat(file)).mtimeMs > UNUSED_MS) await unlink(file);
    } catch {
      // Somebody else was quicker.
    }
  }
}

const NOTHING_KEPT: Awaited<ReturnType<ParseCache['open']>> = {
  get: () => undefined,
  put: () => undefined,
  keep: () => Promise.resolve(),
};

/** Only a file that nobody else can have written is believed. */
async function readOwn(file: string): Promise<ReadonlyMap<string, unknown>> {
  try {
    const { uid, mode } = await stat(file);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return new Map();
    return new Map(JSON.parse(await readFile(file, 'utf8')) as [string, unknown][]);
  } catch {
    return new Map();
  }
}
