import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { VERSION } from '../../src/version.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');
const EXECUTABLE = path.join(ROOT, 'build/polycrate/bin/polycrate');
const CI_IMAGE = `polycrate-ci-test:${randomBytes(4).toString('hex')}`;

const FILES = {
  'workspace.poly': 'extraenv: [STAGE=test]\n',
  'secrets.poly': 'blocks: [{ name: web, config: { token: s3cret-canary } }]\n',
  'blocks/web/block.poly': `
name: web
actions:
  - { name: make, script: 'echo "$STAGE as $1"; mkdir -p $ARTIFACTS/deep; printf "a\\\\0b" > $ARTIFACTS/deep/out; echo note >&2' }
  - { name: fail, script: 'grep -o s3cret-canary $POLYCRATE_WORKSPACE_SNAPSHOT_JSON; terraform version | sed -n 1p; exit 23' }
  - { name: play, playbook: site.yml }
`,
  'blocks/web/site.yml': `
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - copy: { content: "{{ block.name }}", dest: "{{ block.artifacts.path }}/played" }
`,
};
const ACTIONS = [['make', '--', 'ada'], ['fail'], ['play']];

beforeAll(async () => {
  await run('npm', ['run', 'build:sea', '--silent'], { cwd: ROOT });
}, 120_000);
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

  test('is packed with its manual page and its completions', async () => {
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
  });
});

describe('the image for CI jobs', () => {
  beforeAll(async () => {
    const toolchain = `TOOLCHAIN=ghcr.io/polycrate/toolchain:${VERSION}`;
    await run('docker', ['build', '--quiet', '--tag', CI_IMAGE, '--build-arg', toolchain, ROOT]);
  }, 120_000);
  afterAll(async () => {
    await run('docker', ['image', 'rm', '--force', CI_IMAGE]);
  });

  test('gives without an engine what a container gives: output, exit status, artifacts, records', async () => {
    const contained = await createWorkspace(FILES);
    const within = await createWorkspace(FILES);
    await rm(within.directory, { recursive: true });
    await cp(contained.directory, within.directory, { recursive: true });
    for (const [action = '', ...rest] of ACTIONS) {
      const words = ['run', 'web', action, ...rest];
      const one = await contained.polycrate(...words);
      const other = await inJob(within, words);
      expect({ action, code: other.code, stdout: other.stdout }).toEqual({
        action,
        code: one.code,
        stdout: one.stdout,
      });
    }
    expect(await outcomes(within)).toEqual(await outcomes(contained));
    expect(await outcomes(within)).toMatchObject([{ exit_code: 0 }, { exit_code: 23 }, { exit_code: 0 }]);
    for (const file of ['deep/out', 'played']) {
      const bytes = async ({ directory }: TestWorkspace) => readFile(`${directory}/artifacts/blocks/web/${file}`);
      expect(await bytes(within)).toEqual(await bytes(contained));
    }
  });
});

async function inJob({ directory }: TestWorkspace, words: readonly string[]) {
  const mounted = ['--volume', `${directory}:/builds/shop`, '--workdir', '/builds/shop'];
  const job = ['run', '--rm', '--network', 'none', ...mounted, CI_IMAGE, 'polycrate', ...words];
  return run('docker', job).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: unknown) => {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, stdout };
    },
  );
}

/** Records without what must differ: ids, times, and where it ran. */
async function outcomes(workspace: TestWorkspace) {
  return (await workspace.records()).map(({ state, exit_code, block, action, artifacts }) => ({
    ...{ state, exit_code, block, action, artifacts },
  }));
}
