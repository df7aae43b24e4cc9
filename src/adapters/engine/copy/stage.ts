import { createWriteStream, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { Problem } from '../../../errors.ts';
import type { Entry } from './entry.ts';
import { INCOMING } from './rules.ts';

/** Files up to this size are written at once. */
const SMALL_BYTES = 1024 * 1024;

/** Makes the folder where files of a tree wait until all have come; what an earlier run that was killed has left there is removed. `discard` removes what was not taken out. */
export async function openStage(root: string): Promise<{ readonly folder: string; discard(): Promise<void> }> {
  const folder = path.join(root, INCOMING);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Writes the files of a tar archive into `folder` under names of its own, so that nothing in the archive says where. Rejects with ENGINE_FAILED when
 * not all of `wanted` have come whole: then nothing of them may be used.
 */
export async function stageFiles(
  archive: Readable,
  folder: string,
  {
    wanted,
    onProgress,
  }: { readonly wanted: readonly Entry[]; readonly onProgress: (files: number, bytes: number) => void },
): Promise<ReadonlyMap<string, string>> {
  const expected = new Map(wanted.map((entry) => [entry.path, entry]));
  const files = new Map<string, string>();
  const unpacked = extract();
  const feeding = pipeline(archive, unpacked);
  // Awaited below; a torn archive fails here first.
  feeding.catch(() => undefined);
  for await (const item of unpacked) {
    const { name, size, type } = item.header;
    if (!expected.has(name) || type !== 'file') {
      item.resume();
      continue;
    }
    const file = path.join(folder, String(files.size));
    if (size <= SMALL_BYTES) writeFileSync(file, await buffer(item), { mode: 0o600 });
    else await pipeline(item, counted(onProgress), createWriteStream(file, { mode: 0o600 }));
    files.set(name, file);
    onProgress(1, size <= SMALL_BYTES ? size : 0);
  }
  await feeding;
  const missing = wanted.find(({ path: place }) => !files.has(place));
  if (missing === undefined) return files;
  throw new Problem('ENGINE_FAILED', `${missing.path} did not come back from the engine; the workspace is as it was.`, {
    hint: 'run any action again: what is still on the engine comes back first',
  });
}

function counted(
  onProgress: (files: number, bytes: number) => void,
): (source: AsyncIterable<unknown>) => AsyncGenerator<Buffer> {
  return async function* count(source) {
    for await (const chunk of source) {
      const bytes = chunk as Buffer;
      onProgress(0, bytes.length);
      yield bytes;
    }
  };
}
