import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { VERSION } from '../../src/version.ts';
import { buildExecutable, EXECUTABLE } from '../support/ci-image.ts';
import { closeWorkspaces, createWorkspace } from '../support/workspaces.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');

const FILES = {
  'workspace.poly': '',
  'blocks/web/block.poly': 'name: web\nactions: [{ name: make, script: echo made }]\n',
};

beforeAll(buildExecutable, 120_000);
afterEach(closeWorkspaces);

describe('the single executable', () => {
  test('works where nothing else can be found, with what it brings beside the program', async () => {
    const workspace = await createWorkspace(FILES);
    const home = path.join(workspace.directory, 'home');
    const options = { cwd: workspace.directory, env: { PATH: '/nonexistent', HOME: home } };
    const polycrate = async (...args: string[]) => (await run(EXECUTABLE, args, options)).stdout;
    expect(await polycrate('--version')).toBe(`${VERSION}\n`);
    expect(await polycrate('plan', 'web', 'make', '-l')).toContain('script');
    await polycrate('init', path.join(workspace.directory, 'new'), '--name', 'new');
    expect(await workspace.read('new/workspace.poly')).toContain('name: new');
    const { stdout } = await run('bash', ['-c', 'ls -d "$1"/.cache/polycrate/package-*/images/toolchain', '-', home]);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('runs in a Debian without Node', async () => {
    const script = 'if command -v node; then exit 9; fi; polycrate init /tmp/new --name new >&2 && polycrate --version';
    const mounted = ['--volume', `${EXECUTABLE}:/usr/bin/polycrate:ro`];
    const { stdout } = await run('docker', [
      ...['run', '--rm', ...mounted, 'debian:trixie-slim', 'sh', '-euc', script],
    ]);
    expect(stdout).toBe(`${VERSION}\n`);
  });

  test('is packed with its manual page, its completions and the licences of all that is inside', async () => {
    const archive = `build/polycrate-${VERSION}-${process.platform}-${process.arch}.tar.gz`;
    const { stdout } = await run('tar', ['-tzf', path.join(ROOT, archive)]);
    const names = stdout.split('\n').filter((name) => name !== '' && !name.endsWith('/'));
    expect(names.map((name) => name.replace('polycrate/', '')).sort()).toEqual([
      'bin/polycrate',
      'share/bash-completion/completions/polycrate',
      'share/doc/polycrate/LICENSE',
      'share/doc/polycrate/THIRD_PARTY_LICENSES',
      'share/fish/vendor_completions.d/polycrate.fish',
      'share/man/man1/polycrate.1',
      'share/zsh/site-functions/_polycrate',
    ]);
    const licences = await readFile(
      path.join(ROOT, 'build/polycrate/share/doc/polycrate/THIRD_PARTY_LICENSES'),
      'utf8',
    );
    expect(licences).toMatch(new RegExp(`^node ${process.versions.node}\n[^]*Node.js is licensed for use as follows`));
    expect(licences).toMatch(/^commander \d/m);
  });
});
