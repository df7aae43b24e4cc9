import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RecordFile } from '../../src/record/index.ts';
import { buildCiImage, type CiImage } from '../support/ci-image.ts';
import { findFreePorts, removeHosts } from '../support/hosts.ts';
import { closeWorkspaces, copyWorkspace, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../examples/terraform-to-ansible');

const FILES = {
  'workspace.poly': 'extraenv: [STAGE=test]\n',
  'secrets.poly': 'blocks: [{ name: web, config: { token: s3cret-canary } }]\n',
  'blocks/web/block.poly': `
name: web
actions:
  - name: make
    script:
      - 'echo "$STAGE as $1 in $POLYCRATE_BLOCK"; echo note >&2'
      - 'mkdir -p $ARTIFACTS/deep; printf "a\\\\0b" > $ARTIFACTS/deep/out; printf "\\\\xff\\\\xfe" ; printf "no newline"'
      - 'touch $ARTIFACTS/program; chmod 750 $ARTIFACTS/program; ln -s program $ARTIFACTS/link; umask'
  - { name: fail, script: 'grep -o s3cret-canary $POLYCRATE_WORKSPACE_SNAPSHOT_JSON >&2; terraform version | sed -n 1p; exit 23' }
  - { name: leak, script: 'printf s3cret-; sleep 0.2; echo canary; printf s3cret-canary | base64; echo "::add-mask::grown-up"; echo grown-up' }
  - { name: killed, script: 'echo before; kill -9 $$' }
  - { name: absent, script: 'no-such-command' }
  - { name: slow, timeout: 1s, script: 'echo begun; sleep 30' }
  - { name: play, playbook: site.yml }
  - { name: broken, playbook: broken.yml }
workflow: []
`.replace('workflow: []\n', ''),
  'blocks/web/site.yml': `
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - copy: { content: "{{ block.name }}", dest: "{{ block.artifacts.path }}/played" }
`,
  'blocks/web/broken.yml': `
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - fail: { msg: "token {{ block.config.token }} is no good" }
`,
};

/** How each action is called, and how it ends. */
const ACTIONS = [
  [['make', '--', 'ada'], 0],
  [['fail'], 23],
  [['leak'], 0],
  [['killed'], 137],
  [['absent'], 127],
  [['slow'], 124],
  [['play'], 0],
  [['broken'], 2],
] as const;

let image: CiImage;
let contained: TestWorkspace;
let within: TestWorkspace;

beforeAll(async () => {
  image = await buildCiImage();
}, 120_000);
afterEach(closeWorkspaces);
afterAll(async () => {
  await image[Symbol.asyncDispose]();
});

describe('the image for CI jobs', () => {
  test('gives without an engine, byte by byte, what a container gives: output, exit status, artifacts, records', async () => {
    // Which tools an image has is asked while its first container runs, and not waited for long.
    await (await createWorkspace(FILES)).polycrate('toolchain', 'lock');
    contained = await createWorkspace(FILES);
    within = await createWorkspace(FILES);
    await within.write('workspace.poly', await contained.read('workspace.poly'));
    for (const [words, status] of ACTIONS) {
      const args = ['run', 'web', ...words];
      const [one, other] = await Promise.all([
        contained.polycrate(...args),
        image.run(within.directory, ['polycrate', ...args]),
      ]);
      expect({ words, code: other.code, stdout: other.stdout, stderr: steady(other.stderr) }).toEqual({
        words,
        code: status,
        stdout: one.stdout,
        stderr: steady(one.stderr),
      });
      expect(one.code).toBe(status);
    }
    expect(await journals(within)).toEqual(await journals(contained));
    expect((await within.records()).map(comparable)).toEqual((await contained.records()).map(comparable));
    expect(await listFiles(`${within.directory}/artifacts`)).toEqual(
      await listFiles(`${contained.directory}/artifacts`),
    );
    const all = [...(await journals(within)), ...(await within.records()).map((each) => JSON.stringify(each))].join('');
    expect(all).not.toMatch(/s3cret-canary|czNjcmV0LWNhbmFyeQ/);
  }, 300_000);

  test('holds to the lock and to what is required by the list of tools inside it', async () => {
    const workspace = await createWorkspace(FILES);
    const locked = await workspace.polycrate('toolchain', 'lock');
    expect(locked.code).toBe(0);
    const good = await image.run(workspace.directory, ['polycrate', 'toolchain', 'verify', '--frozen']);
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('cannot be seen from inside') });
    const lock = await workspace.read('toolchain.lock');
    await workspace.write('toolchain.lock', lock.replace(/"terraform": "[^"]*"/, '"terraform": "1.2.3"'));
    for (const words of [
      ['toolchain', 'verify'],
      ['run', 'web', 'make'],
    ]) {
      const { code, stderr } = await image.run(workspace.directory, ['polycrate', ...words]);
      expect({ code, stderr }).toEqual({
        code: 78,
        stderr: expect.stringMatching(/TOOLCHAIN_DRIFT.*terraform 1\.2\.3 \(here: 1/),
      });
    }
    await workspace.write('toolchain.lock', lock);
    await workspace.write(
      'blocks/web/block.poly',
      `toolchain: { require: { terraform: '>=99' } }\n${FILES['blocks/web/block.poly']}`,
    );
    const { stderr } = await image.run(workspace.directory, ['polycrate', 'run', 'web', 'make']);
    expect(stderr).toContain('TOOLCHAIN_MISMATCH');
  });

  test('runs the Ansible half of the demo on real hosts, with no engine at all', async () => {
    const names = ['cione', 'citwo'];
    const containers = names.map((name) => `polycrate-example-${name}`);
    const workspace = await copyWorkspace(EXAMPLE);
    const ports = await findFreePorts(names.length);
    const hosts = JSON.stringify(Object.fromEntries(names.map((name, at) => [name, ports[at]])));
    await removeHosts(containers);
    try {
      // Terraform's half needs an engine by its nature: there the hosts are containers.
      const made = await workspace.polycrate('run', 'infrastructure', 'provision', '--env', `TF_VAR_hosts=${hosts}`);
      expect(made.code).toBe(0);
      const inJob = (...words: readonly string[]) =>
        image.run(
          workspace.directory,
          ['sh', '-euc', 'test ! -e /var/run/docker.sock; exec polycrate "$@"', '-', ...words],
          ['--network', 'host'],
        );
      const installed = await inJob('run', 'configure-servers', 'install');
      expect(installed.code).toBe(0);
      for (const name of names)
        expect(installed.stdout).toMatch(new RegExp(`^${name} +: ok=3 +changed=2 +unreachable=0 +failed=0`, 'm'));
      expect((await inJob('run', 'configure-servers', 'install')).stdout.match(/changed=0/g)).toHaveLength(
        names.length,
      );
      const line = (name: string): string => `${name}: Configured by Polycrate: ${name} of terraform-to-ansible\n`;
      expect(await inJob('run', 'configure-servers', 'show')).toMatchObject({
        code: 0,
        stdout: names.map(line).join(''),
      });
    } finally {
      await removeHosts(containers);
    }
  }, 180_000);
});

/** The files of an action lie elsewhere without a container; that is told to it, and not hidden. */
const placed = (text: string): string => text.replaceAll(/\/tmp\/polycrate-[0-9a-f]{12}\b/g, '/run/polycrate');

/** What polycrate itself says, without ids, durations and where it ran. */
function steady(text: string): string {
  return placed(text)
    .replaceAll(/ · (?:ghcr\.io|local:)[^·\n]*/g, ' · IMAGE')
    .replaceAll(/\b[0-9a-f]{8}\b/g, 'ID')
    .replaceAll(/\d+(?:\.\d)? m?s\b/g, 'TIME');
}

/** The words and bytes of every journal, in order; two writes may come as one. */
async function journals(workspace: TestWorkspace): Promise<readonly string[]> {
  const folder = path.join(workspace.directory, '.logs');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ndjson')).sort();
  return Promise.all(
    names.map(async (name) => {
      const lines = (await readFile(path.join(folder, name), 'utf8')).trimEnd().split('\n').filter(Boolean);
      const parts = lines.map((line) => JSON.parse(line) as { s: string; d?: string; b?: string });
      const of = (stream: string): string => {
        const chunks = parts.filter(({ s }) => s === stream);
        const bytes = chunks.map(({ d, b }) => (d === undefined ? Buffer.from(b ?? '', 'base64') : Buffer.from(d)));
        return placed(Buffer.concat(bytes).toString('latin1'));
      };
      return JSON.stringify({ stdout: of('stdout'), stderr: of('stderr') });
    }),
  );
}

/** A record without what must differ: ids, times, and where it ran. */
function comparable(record: RecordFile): object {
  const other = [
    'transaction',
    'started',
    'finished',
    'duration_ms',
    'phases',
    'journal',
    'image',
    'image_id',
    'host',
    'pid',
    'boot',
    'pid_namespace',
    'process_start',
    'plan',
  ];
  const same = Object.entries(record).filter(([key]) => !other.includes(key));
  return JSON.parse(placed(JSON.stringify(Object.fromEntries(same)))) as object;
}

/** Every file with its mode, owner and bytes. */
async function listFiles(folder: string): Promise<readonly unknown[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const { mode, uid, gid } = await stat(file);
      const bytes = await readFile(file, 'base64').catch(() => undefined);
      return { name, mode: mode.toString(8), uid, gid, bytes };
    }),
  );
}
