import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ToolLists, ToolVersions } from '../../toolchain/index.ts';

/**
 * The tools of images as small files in `directory`; nothing is kept without one. Asks the disk directly: it is one small file, and the
 * detour through the thread pool takes longer than the answer.
 */
export function createToolLists(directory: string | undefined): ToolLists {
  const fileOf = (image: string): string => join(directory ?? '', 'tools', `${image.replace('sha256:', '')}.json`);
  return {
    find(image) {
      if (directory === undefined) return undefined;
      try {
        const tools: unknown = JSON.parse(readFileSync(fileOf(image), 'utf8'));
        return typeof tools === 'object' && tools !== null ? (tools as ToolVersions) : undefined;
      } catch {
        return undefined;
      }
    },
    keep(image, tools) {
      if (directory === undefined) return;
      try {
        mkdirSync(join(directory, 'tools'), { recursive: true, mode: 0o700 });
        const file = fileOf(image);
        const draft = `${file}.${String(process.pid)}`;
        writeFileSync(draft, JSON.stringify(tools), { mode: 0o600 });
        renameSync(draft, file);
      } catch {
        // A full or read-only home.
      }
    },
  };
}
