// `npm run build:sea`: the CLI as one executable that needs no Node, after https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html,
// with man page and completions, as build/polycrate/{bin,share} and as build/polycrate-VERSION-PLATFORM-ARCH.tar.gz, to be unpacked below /usr/local.
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { inject } from 'postject';
import { bundleOptions } from './build.mjs';

const root = join(import.meta.dirname, '..');
const out = join(root, 'build');
const tree = join(out, 'polycrate');
const executable = join(tree, 'bin/polycrate');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
// Node's own word for the place where it looks.
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const INSIDE = ['images/toolchain', 'templates', 'package.json', 'CHANGELOG.md', 'THIRD_PARTY_LICENSES'];

await rm(out, { recursive: true, force: true });
await mkdir(dirname(executable), { recursive: true });
await build({ ...bundleOptions, entryPoints: [join(root, 'src/executable.ts')], outfile: join(out, 'executable.cjs') });
await writeFile(join(out, 'package.json'), JSON.stringify(await pack()));
const config = {
  main: join(out, 'executable.cjs'),
  output: join(out, 'executable.blob'),
  disableExperimentalSEAWarning: true,
  useCodeCache: true,
  assets: { 'polycrate.cjs': join(root, 'dist/polycrate.cjs'), 'package.json': join(out, 'package.json') },
};
await writeFile(join(out, 'sea.json'), JSON.stringify(config));
execFileSync(process.execPath, ['--experimental-sea-config', join(out, 'sea.json')], { stdio: 'pipe' });
await copyFile(process.execPath, executable);
await chmod(executable, 0o755);
await quietly(() =>
  readFile(config.output).then((blob) => inject(executable, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE })),
);
await layAround();
for (const each of ['executable.cjs', 'executable.blob', 'package.json', 'sea.json']) await rm(join(out, each));
const archive = `polycrate-${version}-${process.platform}-${process.arch}.tar.gz`;
execFileSync('tar', ['--owner=0', '--group=0', '--numeric-owner', '-czf', join(out, archive), '-C', out, 'polycrate']);
console.log(`build/polycrate/bin/polycrate: ${String(Math.round((await stat(executable)).size / 1e6))} MB`);
console.log(`build/${archive}: ${String(Math.round((await stat(join(out, archive))).size / 1e6))} MB`);

/** Every file that the package brings beside the program, with what stands for it in the executable. */
async function pack() {
  const files = [];
  for (const path of INSIDE) {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => undefined);
    const found = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    files.push(...(found ?? [join(root, path)]));
  }
  return Promise.all(
    files.sort().map(async (file) => ({
      path: file.slice(root.length + 1),
      mode: ((await stat(file)).mode & 0o100) === 0 ? 0o644 : 0o755,
      contents: (await readFile(file)).toString('base64'),
    })),
  );
}

/** What belongs to an installed program on Unix: its page, its completions, the licences of what is inside. */
async function layAround() {
  const completion = (shell) => execFileSync(executable, ['completion', shell]);
  const around = {
    'man/man1/polycrate.1': await readFile(join(root, 'man/polycrate.1')),
    'bash-completion/completions/polycrate': completion('bash'),
    'zsh/site-functions/_polycrate': completion('zsh'),
    'fish/vendor_completions.d/polycrate.fish': completion('fish'),
    'doc/polycrate/LICENSE': await readFile(join(root, 'LICENSE')),
    'doc/polycrate/THIRD_PARTY_LICENSES': `${await licenceOfNode()}\n${'-'.repeat(80)}\n\n${await readFile(join(root, 'THIRD_PARTY_LICENSES'), 'utf8')}`,
  };
  for (const [path, contents] of Object.entries(around)) {
    await mkdir(dirname(join(tree, 'share', path)), { recursive: true });
    await writeFile(join(tree, 'share', path), contents);
  }
}

/** Node's own licence, with those of everything inside it: Node's archives have it at the top, packages of systems among their documentation. */
async function licenceOfNode() {
  const above = join(dirname(process.execPath), '..');
  const documents = ['nodejs/LICENSE', 'node/LICENSE', 'nodejs/copyright'].map((path) =>
    join(above, 'share/doc', path),
  );
  for (const path of [process.env.NODE_LICENSE ?? '', join(above, 'LICENSE'), ...documents]) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.includes('Node.js')) return `node ${process.versions.node}\n\n${text.trim()}\n`;
  }
  throw new Error(`the licence of ${process.execPath} is not beside it: name the file in NODE_LICENSE`);
}

/** postject is a program first: it tells what it does, and what its reader of executables does not know. */
async function quietly(work) {
  const { log, warn, error } = console;
  Object.assign(console, { log: () => {}, warn: () => {}, error: () => {} });
  try {
    await work();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}
