import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';

/** One file, folder or link of an image. */
export interface Entry {
  readonly content: string;
  readonly mode: string;
  readonly owner: string;
  readonly mtime: string;
  readonly bytes: number;
}

export interface Difference {
  readonly path: string;
  /** `content`, `mode`, `owner`, `mtime`, or which of the two lacks it. */
  readonly what: readonly string[];
}

/** What is in an image, by path; a file by the hash of what it holds. */
export async function listImage(docker: Docker, reference: string): Promise<ReadonlyMap<string, Entry>> {
  const container = await docker.createContainer({ Image: reference, Cmd: ['true'] });
  try {
    const entries = new Map<string, Entry>();
    const archive = Readable.from(await container.export());
    for await (const entry of archive.pipe(extract())) {
      const { name, type, linkname, mode, uid, gid, mtime, size } = entry.header;
      const hash = createHash('sha256');
      for await (const chunk of entry) hash.update(chunk as Buffer);
      // What the engine lays into every container is no part of the image.
      if (/^(?:dev\/|proc\/|sys\/|\.dockerenv$|etc\/(?:hosts|hostname|resolv\.conf|mtab)$)/.test(name)) continue;
      entries.set(name, {
        content: type === 'file' ? hash.digest('hex') : `${type} ${linkname}`,
        mode: mode.toString(8),
        owner: `${String(uid)}:${String(gid)}`,
        // The engine has just laid its files into this folder.
        mtime: name === 'etc/' ? '' : mtime.toISOString(),
        bytes: type === 'file' ? size : 0,
      });
    }
    return entries;
  } finally {
    await container.remove();
  }
}

/** What differs between two images, by path. */
export function compareImages(first: ReadonlyMap<string, Entry>, second: ReadonlyMap<string, Entry>): Difference[] {
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  return paths.flatMap((path) => {
    const [a, b] = [first.get(path), second.get(path)];
    if (a === undefined) return [{ path, what: ['only in the second'] }];
    if (b === undefined) return [{ path, what: ['only in the first'] }];
    const what = (['content', 'mode', 'owner', 'mtime'] as const).filter((key) => a[key] !== b[key]);
    return what.length === 0 ? [] : [{ path, what }];
  });
}
