import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pack, type Pack } from 'tar-stream';
import type { ContextEntry } from '../../../plan/index.ts';

interface RecipeFile {
  /** Relative to the recipe, with `/`. */
  readonly path: string;
  readonly contents: Buffer;
  readonly executable: boolean;
}

/** What the build reads; a word changed in the recipe's README must not build the image again. The same list is in its .dockerignore. */
const READ = /^(Dockerfile$|ansible\/|bin\/|go\/|python\/)/;

/** Every file of a recipe folder that the build reads, sorted by path. */
export async function readRecipe(folder: string): Promise<readonly RecipeFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => READ.test(path));
  return Promise.all(
    paths.sort().map(async (path) => {
      const file = join(folder, path);
      const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
      return { path, contents, executable: (mode & 0o100) !== 0 };
    }),
  );
}

/** SHA-256 over paths, modes and contents: the same on every machine and checkout. */
export function hashRecipe(files: readonly RecipeFile[]): string {
  const hash = createHash('sha256');
  for (const { path, contents, executable } of files) {
    hash.update(`${path}\0${executable ? 'x' : '-'}\0${String(contents.length)}\0`).update(contents);
  }
  return hash.digest('hex');
}

/** The context of a workspace's own recipe; what has gone since it was looked at is left out. */
export function packOwnContext(entries: readonly ContextEntry[]): Pack {
  const context = pack();
  const mtime = new Date(0);
  const add = async (entry: ContextEntry): Promise<void> => {
    const { path: name } = entry;
    if (entry.kind === 'folder') context.entry({ name, type: 'directory', mode: 0o755, mtime });
    else if (entry.kind === 'link') context.entry({ name, type: 'symlink', linkname: entry.target, mtime });
    else {
      const contents = await entry.read();
      await new Promise<void>((resolve, reject) => {
        context.entry({ name, mode: entry.executable ? 0o755 : 0o644, mtime }, contents, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
  };
  const all = async (): Promise<void> => {
    for (const entry of entries) await add(entry);
    context.finalize();
  };
  all().catch((error: unknown) => {
    context.destroy(error as Error);
  });
  return context;
}

/** The recipe as a build context; `certificates` join it as ca-certificates.crt, which only the compiling stages see. */
export function packContext(files: readonly RecipeFile[], certificates: Buffer | undefined): Pack {
  const context = pack();
  // Fixed times keep the engine's build cache valid across checkouts.
  const mtime = new Date(0);
  for (const { path, contents, executable } of files) {
    context.entry({ name: path, mode: executable ? 0o755 : 0o644, mtime }, contents);
  }
  if (certificates !== undefined) context.entry({ name: 'ca-certificates.crt', mode: 0o644, mtime }, certificates);
  context.finalize();
  return context;
}
