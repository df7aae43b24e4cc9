import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';

/** The files in a tar as it comes, each with what it holds. Throws where it is none, or is cut short. */
export async function* unpack(tar: Readable): AsyncGenerator<{ readonly path: string; readonly contents: Buffer }> {
  const entries = extract();
  tar.on('error', (error) => {
    entries.destroy(error);
  });
  entries.on('error', () => undefined);
  for await (const entry of tar.pipe(entries)) {
    const { name, type } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (type === 'file') yield { path: name, contents: Buffer.concat(chunks) };
  }
}
