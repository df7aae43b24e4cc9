// Bundles the CLI into dist/: a small start file and one bundle with every library inside, so that installing it installs nothing else.
import { build } from 'esbuild';
import { chmod, rm, writeFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sparingBuiltins } from './builtins.mjs';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

// dockerode loads these at once for features that polycrate does not use (BuildKit sessions, ssh tunnels, folders as build contexts),
// and write-file-atomic asks on which thread it runs: there is only one.
const unused = [
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'ssh2',
  'protobufjs',
  'tar-fs',
  '@balena/dockerignore',
  'worker_threads',
];

const stubUnused = {
  name: 'stub-unused',
  setup(bundle) {
    const filter = new RegExp(`^(${unused.join('|')})$`);
    // What we import ourselves is used.
    bundle.onResolve({ filter }, ({ path, importer }) =>
      importer.startsWith(join(root, 'src')) ? undefined : { path, namespace: 'unused' },
    );
    bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

// docker-modem formats every request in full for a debug log, also when nobody reads it: 8 ms of each run.
const quietModem = {
  name: 'quiet-modem',
  setup(bundle) {
    bundle.onLoad({ filter: /docker-modem\/lib\/modem\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        /debug\('Sending: %s', util\.inspect\(/,
        "debug.enabled && debug('Sending: %s', util.inspect(",
      );
      if (contents === source) throw new Error('docker-modem has changed: look at quiet-modem in scripts/build.mjs');
      return { contents };
    });
  },
};

// A global of its own module in Node, which loads eight more for it.
// By a name that nothing in src has: where something local is called the same, esbuild would take that.
const clock = { define: { 'performance.now': 'bundleClockMs' }, inject: [join(root, 'scripts/elapsed.js')] };

/** How anything of ours is bundled. */
export const bundleOptions = {
  ...clock,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  format: 'cjs',
  plugins: [sparingBuiltins],
};

await rm(dist, { recursive: true, force: true });
// One file holds everything: as a script it can be started from V8's code cache (src/adapters/system/code-cache.ts), as modules it could not.
const { metafile } = await build({
  ...bundleOptions,
  entryPoints: [join(root, 'src/cli/index.ts')],
  outfile: join(dist, 'polycrate.cjs'),
  charset: 'ascii',
  // What Node puts around a module. Put around it at each start, it would copy a megabyte.
  banner: { js: '(function(exports,require,module,__filename,__dirname){' },
  footer: { js: '})' },
  plugins: [stubUnused, quietModem, sparingBuiltins],
});
await build({
  ...bundleOptions,
  entryPoints: [join(root, 'src/main.ts')],
  outfile: join(dist, 'main.js'),
});
// The package is of modules, and this is none: loading one costs some 8 ms more at every start.
await writeFile(join(dist, 'package.json'), '{"type": "commonjs"}\n');
await writeLicences(Object.keys(metafile.inputs));
await writeFile(join(dist, 'main.js'), `#!/usr/bin/env node\n${await readFile(join(dist, 'main.js'), 'utf8')}`);
await chmod(join(dist, 'main.js'), 0o755);

/** The licence of every library inside the bundle, as their licences ask. */
async function writeLicences(inputs) {
  const packages = new Set(
    inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((name) => name !== undefined),
  );
  const texts = [];
  for (const name of [...packages].sort()) {
    const directory = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
    const file = (await readdir(directory)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : (await readFile(join(directory, file), 'utf8')).trim();
    texts.push(`${name} ${version}\n\n${text}\n`);
  }
  await writeFile(join(root, 'THIRD_PARTY_LICENSES'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}
