import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');
const INGREDIENTS = ['src', 'images/toolchain', 'templates', 'scripts/build.mjs', 'package.json', 'package-lock.json'];
const PREFIX = 'polycrate-packed-';
const HOUR_MS = 3_600_000;

let installed: Promise<string> | undefined;

/** Path of `polycrate` as a stranger has it: packed, then installed globally in a folder of its own. Done again only when what goes in has changed. */
export function installPacked(): Promise<string> {
  return (installed ??= install());
}

async function install(): Promise<string> {
  const home = path.join(tmpdir(), `${PREFIX}${await digest()}`);
  const program = path.join(home, 'bin/polycrate');
  if (await exists(program)) return program;
  const fresh = await mkdtemp(`${home}.`);
  try {
    // The last line is the tarball's name; what the package's own scripts print comes before it.
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', fresh], { cwd: ROOT });
    const tarball = path.join(fresh, stdout.trim().split('\n').at(-1) ?? '');
    await run('npm', ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', fresh, tarball]);
    await chmod(fresh, 0o755);
    await removeOlder();
    // Whoever was quicker has made the same.
    await rename(fresh, home).catch(async (error: unknown) => {
      if (!(await exists(program))) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return program;
}

/** Changes with everything the package is made of. */
export async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const ingredient of INGREDIENTS) {
    for (const file of await filesOf(path.join(ROOT, ingredient)))
      hash.update(`${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 12);
}

async function filesOf(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Installations of other states of the source that nobody can be using any more. */
async function removeOlder(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const place of names.map((name) => path.join(tmpdir(), name))) {
    const info = await stat(place).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > HOUR_MS) await rm(place, { recursive: true, force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
