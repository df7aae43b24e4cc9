// Bundles the CLI into dist/: one small start file and lazy chunks, with every library inside, so that installing it installs nothing else.
import { build } from 'esbuild';
import { chmod, rm, writeFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

// dockerode loads these at once for features that polycrate does not use (BuildKit sessions, ssh tunnels); they cost 100 ms.
const unused = ['@grpc/grpc-js', '@grpc/proto-loader', 'ssh2', 'protobufjs'];

const stubUnused = {
  name: 'stub-unused',
  setup(bundle) {
    const filter = new RegExp(`^(${unused.join('|')})$`);
    bundle.onResolve({ filter }, ({ path }) => ({ path, namespace: 'unused' }));
    bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

await rm(dist, { recursive: true, force: true });
const result = await build({
  entryPoints: [join(root, 'src/main.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  metafile: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [stubUnused],
  // CommonJS libraries ask for what an ES module does not have.
  banner: {
    js: [
      "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __toPath}from'node:url';",
      'const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url),__dirname=__filename.slice(0,__filename.lastIndexOf("/"));',
    ].join(''),
  },
  logLevel: 'warning',
});
await writeLicences(Object.keys(result.metafile.inputs));
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
