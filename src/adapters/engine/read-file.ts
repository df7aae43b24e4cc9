import { extract } from 'tar-stream';
import { beginAnswer, type Desk } from './ask.ts';
import type { Container } from './connection.ts';
import { statusOf } from './failures.ts';

const MOST_BYTES = 64 * 1024;

/** Docker, and Podman; a container that is gone is told with the same status. */
const NO_FILE = /could not find the file|no such file or directory/i;

/**
 * The file at a path of a container, up to 64 KiB; undefined where there is none. Rejects as `askEngine` does. The engine sends it as a
 * tar (Engine API, GET /containers/{id}/archive).
 */
export async function readContainerFile(desk: Desk, { id }: Container, path: string): Promise<Buffer | undefined> {
  const question = { method: 'GET', path: `/containers/${id}/archive`, query: { path } } as const;
  const archive = await beginAnswer(desk, question).catch((error: unknown) => {
    if (statusOf(error) === 404 && NO_FILE.test(String(error))) return undefined;
    throw error;
  });
  if (archive === undefined) return undefined;
  const entries = extract();
  archive.on('error', (error: Error) => {
    entries.destroy(error);
  });
  try {
    for await (const entry of archive.pipe(entries)) {
      const { type, size } = entry.header;
      if (type !== 'file' || size > MOST_BYTES) return undefined;
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    }
    return undefined;
  } finally {
    archive.destroy();
  }
}
