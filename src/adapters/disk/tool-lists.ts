import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ToolLists, ToolVersions } from '../../toolchain/index.ts';

/** What an engine calls an image. Without one there is only this machine, and what that has may change. */
const IMAGE_ID = /^(?:sha256:)?([0-9a-f]{64})$/;

/**
 * The tools of images as small files in `directory`; without one they are kept in memory. Asks the disk directly: it is one small
 * file, and the detour through the thread pool takes longer than the answer.
 */
export function createToolLists(directory: string | undefined): ToolLists {
  const here = new Map<string, ToolVersions>();
  const fileOf = (image: string): string | undefined => {
    const [, id] = IMAGE_ID.exec(image) ?? [];
    return id === undefined || directory === undefined ? undefined : join(directory, 'tools', `${id}.json`);
  };
  return {
    find: (image) => here.get(image) ?? read(fileOf(image)),
    keep(image, tools) {
      here.set(image, tools);
      const file = fileOf(image);
      if (file !== undefined) write(file, JSON.stringify(tools));
    },
  };
}

function read(file: string | undefined): ToolVersions | undefined {
  if (file === undefined) return undefined;
  try {
    const tools: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof tools === 'object' && tools !== null ? (tools as ToolVersions) : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${String(process.pid)}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full or read-only home.
  }
}
