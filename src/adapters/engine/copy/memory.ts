import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What this side looked like when both were last the same. */
export interface Memory {
  /** The mark that the other side carries since then. */
  readonly generation: string;
  /** Print of every entry, by path. */
  readonly prints: ReadonlyMap<string, string>;
}

/** What was kept of a volume; undefined when nothing readable was. Losing it costs time, never files: then both sides are compared as they are. */
export async function recall(folder: string, volume: string): Promise<Memory | undefined> {
  try {
    const text = await readFile(path.join(folder, `${volume}.json`), 'utf8');
    const { generation, prints } = JSON.parse(text) as { generation: string; prints: Record<string, string> };
    return { generation, prints: new Map(Object.entries(prints)) };
  } catch {
    return undefined;
  }
}

/** Keeps it for the next run. */
export async function remember(folder: string, volume: string, { generation, prints }: Memory): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${volume}.json`);
  await writeFile(`${file}.new`, JSON.stringify({ generation, prints: Object.fromEntries(prints) }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
