import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RecordFile } from '../../src/record/index.ts';
import { buildCiImage, type CiImage } from '../support/ci-image.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

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
    contained = await createWorkspace(FILES);
    within = await createWorkspace(FILES);
    await within.write('workspace.poly', await contained.read('workspace.poly'));
    for (const [words, status] of ACTIONS) {
      const args = ['run', 'web', ...words];
      const one = await contained.polycrate(...args);
      const other = await image.run(within.directory, ['polycrate', ...args]);
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
  });
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
