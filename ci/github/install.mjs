// First step of action.yml: installs the package into a folder of the job and puts `polycrate` on the PATH of the following steps.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, temporary, tell } from './runner.mjs';

const root = join(import.meta.dirname, '../..');
const prefix = temporary('polycrate');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `polycrate needs Node.js 20.19 or newer, and this is ${process.version}: put actions/setup-node before this step`,
    69,
  );
}
mkdirSync(prefix, { recursive: true });
const spec = process.env.PACKAGE || pack();
npm('install', '--global', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', prefix, spec);
tell('GITHUB_PATH', join(prefix, 'bin'));

/** The package of this checkout. */
function pack() {
  if (!existsSync(join(root, 'node_modules'))) npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
  const printed = npm('pack', '--silent', '--pack-destination', prefix);
  return join(prefix, printed.trim().split('\n').at(-1));
}

function npm(...args) {
  const { status, stdout } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) fail(`npm ${args[0]} failed`, 69);
  return stdout;
}
