import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheDirectory } from './cache-directory.ts';

interface PackedFile {
  /** Relative to the package, with `/`. */
  readonly path: string;
  readonly mode: number;
  /** Base64. */
  readonly contents: string;
}

const PREFIX = 'package-';
const UNUSED_MS = 30 * 86_400_000;

/**
 * Absolute path of a folder with the files of `packed` (JSON), in the cache folder, laid there once for each version; where nothing can be
 * written there, a temporary folder that goes with the process. Throws what the disk says when that fails too.
 */
export function unpackPackage(packed: string, env: Readonly<Record<string, string | undefined>>): string {
  const cache = cacheDirectory(env, env['HOME'] ?? homedir());
  const name = `${PREFIX}${createHash('sha256').update(packed).digest('hex').slice(0, 24)}`;
  if (cache === undefined) return unpackForNow(packed);
  const folder = join(cache, name);
  if (isOwn(folder)) return folder;
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    const draft = mkdtempSync(`${folder}.`);
    layFiles(packed, draft);
    try {
      renameSync(draft, folder);
    } catch {
      rmSync(draft, { recursive: true, force: true });
      // Whoever was quicker has laid the same.
      if (!isOwn(folder)) return unpackForNow(packed);
    }
    removeOld(cache, name);
    return folder;
  } catch {
    return unpackForNow(packed);
  }
}

function unpackForNow(packed: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'polycrate-package-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  layFiles(packed, folder);
  return folder;
}

function layFiles(packed: string, folder: string): void {
  for (const { path, mode, contents } of JSON.parse(packed) as readonly PackedFile[]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), Buffer.from(contents, 'base64'), { mode });
  }
}

/** An image is built from what is here: a folder somebody else may write to does not count. */
function isOwn(folder: string): boolean {
  const info = lstatSync(folder, { throwIfNoEntry: false });
  if (info?.isDirectory() !== true) return false;
  if (process.getuid !== undefined && (info.uid !== process.getuid() || (info.mode & 0o022) !== 0)) return false;
  // Its age says when it was last of use.
  if (Date.now() - info.mtimeMs > UNUSED_MS / 2) utimesSync(folder, new Date(), new Date());
  return true;
}

/** Every version leaves a folder behind that nobody asks for again. */
function removeOld(cache: string, current: string): void {
  for (const entry of readdirSync(cache).filter((each) => each.startsWith(PREFIX) && each !== current)) {
    const path = join(cache, entry);
    if (Date.now() - statSync(path).mtimeMs > UNUSED_MS) rmSync(path, { recursive: true, force: true });
  }
}
