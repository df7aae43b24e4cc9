import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Source } from './parse-recipe.ts';

/** What was found out about a recipe, and what all of it depends on. */
export interface Remembered {
  /** The recipe's own state, and with it what it copies. */
  readonly recipe: string;
  readonly sources: readonly Source[];
  /** The state of everything it copies, and with it the hash. */
  readonly context: string;
  readonly hash: string;
}

/** One small file for each recipe in the user's cache folder; without one nothing is remembered. */
export function createMemory(directory: string | undefined): {
  find(recipe: string): Remembered | undefined;
  keep(recipe: string, remembered: Remembered): void;
} {
  const fileOf = (recipe: string): string | undefined =>
    directory === undefined
      ? undefined
      : join(directory, 'recipes', `${createHash('sha256').update(recipe).digest('hex').slice(0, 24)}.json`);
  return {
    find(recipe) {
      const file = fileOf(recipe);
      if (file === undefined) return undefined;
      try {
        const { uid, mode } = statSync(file);
        // Only a file that nobody else can have written is believed.
        if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
        return JSON.parse(readFileSync(file, 'utf8')) as Remembered;
      } catch {
        return undefined;
      }
    },
    keep(recipe, remembered) {
      const file = fileOf(recipe);
      if (file === undefined) return;
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        const draft = `${file}.${String(process.pid)}`;
        writeFileSync(draft, JSON.stringify(remembered), { mode: 0o600 });
        renameSync(draft, file);
      } catch {
        // A full or read-only home.
      }
    },
  };
}
