// `image.mjs look|load|keep`: the workspace's image between jobs. Only one that was built is worth it: what can be pulled comes as fast from its registry.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ask, output, temporary } from './runner.mjs';

const archive = temporary('polycrate-image.tar');
const workspace = resolve(process.env.WORKSPACE || '.');
const [verb] = process.argv.slice(2);
({ look, load, keep })[verb]();

/** Names the archive and its key, where there is a docker that lacks the image. */
function look() {
  const engine = process.env.POLYCRATE_ENGINE;
  if ((engine && engine !== 'docker') || find() !== undefined) return;
  const platform = ask('docker', ['version', '--format', '{{.Server.Os}}-{{.Server.Arch}}']);
  if (platform === undefined) return;
  output('path', archive);
  output('key', `polycrate-toolchain-${platform.trim()}-${fingerprint()}`);
}

function load() {
  ask('docker', ['load', '--input', archive], { shown: true });
  rmSync(archive, { force: true });
}

/** Writes the archive if the image was built here. */
function keep() {
  const image = find();
  if (image === undefined || image.digests.length > 0) return;
  const named = image.tags.length > 0 ? image.tags : [image.id];
  if (ask('docker', ['save', '--output', archive, ...named], { shown: true }) !== undefined) output('path', archive);
}

/** The image of the workspace, if the engine has it. */
function find() {
  const images = JSON.parse(ask('polycrate', ['-w', workspace, 'toolchain', 'list', '-o', 'json']) ?? '[]');
  return images.find(({ note }) => note === 'locked') ?? images.find(({ note }) => note === 'used');
}

/** Hash of everything an image is chosen and built by. */
function fingerprint() {
  const recipe = join(import.meta.dirname, '../../images/toolchain');
  const files = readdirSync(recipe, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const hash = createHash('sha256');
  for (const path of [...paths, join(workspace, 'toolchain.lock')])
    hash.update(`${basename(path)}\0`).update(read(path));
  for (const key of ['image', 'toolchain'])
    hash.update(ask('polycrate', ['-w', workspace, 'config', key, '-o', 'json']) ?? '');
  return hash.digest('hex').slice(0, 32);
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return '';
  }
}
