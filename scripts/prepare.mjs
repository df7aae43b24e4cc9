// Makes sure of everything `npm run demo` and `npm test` need: dependencies, bundle, engine, base image, toolchain image.
// Each step does nothing when it has nothing to do; independent steps run side by side. Needs only Node.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const begun = performance.now();

/** Says one line, with the seconds since the start. */
export function say(line) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds}s  ${line}`);
}

/** Runs a command, its output going straight through; rejects with the command line when it fails. With `kept` it answers what stdout said. */
export function run(command, args, { kept = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', kept ? 'pipe' : 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd: root, stdio, ...options });
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve(said);
      else
        reject(
          Object.assign(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? status}`), {
            status: status ?? 1,
          }),
        );
    });
  });
}

/** Everything, as far as asked for. */
export async function prepare({ image }) {
  const engine = image
    ? run('bash', ['scripts/engine.sh']).then(() => run('bash', ['scripts/base-image.sh']))
    : Promise.resolve();
  // Both are told when both have ended: half a message of one in the other helps nobody.
  const [dependencies, started] = await Promise.allSettled([installDependencies().then(buildBundle), engine]);
  for (const each of [dependencies, started]) if (each.status === 'rejected') throw each.reason;
  if (image) {
    say('toolchain image');
    await run(process.execPath, ['dist/main.js', 'toolchain', 'build']);
  }
}

async function installDependencies() {
  await unless('npm-ci', await digest(['package-lock.json']), existsSync(join(root, 'node_modules')), async () => {
    say('dependencies: npm ci');
    await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error']);
  });
}

async function buildBundle() {
  const sources = (await readdir(join(root, 'src'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const inputs = [...sources, 'scripts/build.mjs', 'package-lock.json', 'package.json'];
  await unless('bundle', await digest(inputs), existsSync(join(root, 'dist/main.js')), async () => {
    say('bundle: npm run build');
    await run(process.execPath, ['scripts/build.mjs']);
  });
}

/** Skips `work` when it was done before from the same inputs and its result is there. */
async function unless(name, hash, isThere, work) {
  const stamp = join(root, '.cache', name);
  if (isThere && (await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  await work();
  await mkdir(join(root, '.cache'), { recursive: true });
  await writeFile(stamp, hash);
}

async function digest(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(`${file}\0`).update(await readFile(join(root, file)).catch(() => readFile(file)));
  return hash.digest('hex');
}
