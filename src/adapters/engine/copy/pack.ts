import { openSync, readSync, closeSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Entry } from './entry.ts';

/** So much of a file is read at a time. */
const PIECE_BYTES = 256 * 1024;

export interface PackOptions {
  /** Who owns an entry on the far side. */
  readonly owner: (entry: Entry) => { readonly uid: number; readonly gid: number };
  /** Told how much more has gone out. */
  readonly onProgress: (files: number, bytes: number) => void;
}

type Archive = ReturnType<typeof pack>;
type Header = Parameters<Archive['entry']>[0] & { readonly size: number };

/**
 * A tar archive of entries, made as it is read: memory does not grow with what is in it. A file that has become shorter meanwhile, or is
 * gone, is filled up with zeros; its print differs by then, so that the next run sends it again.
 */
export async function* packEntries(
  root: string,
  entries: readonly Entry[],
  options: PackOptions,
): AsyncGenerator<Uint8Array> {
  const archive = pack();
  fill(archive, root, entries, options).then(
    () => {
      archive.finalize();
    },
    (error: unknown) => {
      archive.destroy(error as Error);
    },
  );
  for await (const chunk of archive) yield chunk as Uint8Array;
}

async function fill(archive: Archive, root: string, entries: readonly Entry[], options: PackOptions): Promise<void> {
  for (const entry of entries) {
    const common = { name: entry.path === '' ? '.' : entry.path, mode: entry.mode, ...options.owner(entry) };
    if (entry.type === 'folder') archive.entry({ ...common, type: 'directory' });
    else if (entry.type === 'link') archive.entry({ ...common, type: 'symlink', linkname: entry.link });
    else {
      // The header proper holds whole seconds; pax(5) knows the rest.
      const times = { mtime: new Date(Number(entry.mtime) * 1_000), pax: { mtime: entry.mtime } };
      const report = (bytes: number): void => {
        options.onProgress(0, bytes);
      };
      await packFile(archive, path.join(root, entry.path), {
        header: { ...common, ...times, size: entry.size },
        report,
      });
    }
    options.onProgress(1, 0);
  }
}

async function packFile(
  archive: Archive,
  file: string,
  { header, report }: { readonly header: Header; readonly report: (bytes: number) => void },
): Promise<void> {
  const descriptor = openIfThere(file);
  try {
    await new Promise<void>((resolve, reject) => {
      const entry = archive.entry(header, (error) => {
        if (error === undefined || error === null) resolve();
        else reject(error);
      }) as unknown as Writable;
      const send = async (): Promise<void> => {
        for (let left = header.size; left > 0;) {
          const piece = readPiece(descriptor, Math.min(left, PIECE_BYTES));
          left -= piece.length;
          report(piece.length);
          if (!entry.write(piece)) await once(entry, 'drain');
        }
        entry.end();
      };
      send().catch(reject);
    });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readPiece(descriptor: number | undefined, size: number): Buffer {
  const piece = Buffer.alloc(size);
  for (let filled = 0; descriptor !== undefined && filled < size;) {
    const read = readSync(descriptor, piece, filled, size - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return piece;
}
