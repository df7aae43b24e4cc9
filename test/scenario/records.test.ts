import { expect, test } from '@jest/globals';
import { VERSION } from '../../src/version.ts';
import { scenario, type Scenario } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': `name: acme
labels: {team: shop}
workflows: [{name: release, steps: [{name: first, block: web, action: say}, {name: second, block: db, action: fail}]}]
`,
  'blocks/web/block.poly': 'name: web\nlabels: {tier: front}\nactions: [{name: say, script: "echo hello"}]\n',
  'blocks/db/block.poly': 'name: db\nactions: [{name: fail, script: "echo out; echo no space >&2; exit 3"}]\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/refs/heads/main': `${'ab12'.repeat(10)}\n`,
};

interface Row {
  readonly block?: string;
  readonly step?: string;
  readonly workflow?: string;
  readonly message?: string;
}

async function list(ws: Scenario, ...options: string[]): Promise<string[]> {
  const { stdout, stderr, status } = await ws.polycrate('logs', 'list', '-o', 'json', ...options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return (JSON.parse(stdout) as Row[]).map(
    ({ message, step, block, workflow }) => message ?? step ?? block ?? workflow ?? '',
  );
}

async function lived(): Promise<Scenario> {
  const ws = await scenario(FILES);
  await ws.polycrate('run', 'web', 'say');
  await ws.polycrate('run', 'db', 'fail');
  await ws.polycrate('workflow', 'run', 'release');
  await ws.polycrate('log', 'all', 'done');
  return ws;
}

test('records are found by what they are about', async () => {
  await using ws = await lived();
  expect(await list(ws)).toEqual(['all done', 'release', 'db', 'web']);
  expect(await list(ws, '--steps')).toEqual(['all done', 'release', 'first', 'second', 'db', 'web']);
  expect(await list(ws, '--block', 'w?b')).toEqual(['first', 'web']);
  expect(await list(ws, '--block', 'db', '--block', 'web', '--limit', '3')).toEqual(['second', 'first', 'db']);
  expect(await list(ws, '--action', 'fail')).toEqual(['second', 'db']);
  expect(await list(ws, '--workflow', 'rel*')).toEqual(['release']);
  expect(await list(ws, '--state', 'failed')).toEqual(['release', 'db']);
  expect(await list(ws, '--state', 'failed,succeeded', '--block', 'web')).toEqual(['first', 'web']);
  expect(await list(ws, '--label', 'tier=front')).toEqual(['web']);
  expect(await list(ws, '--label', '!tier', '--block', '*')).toEqual(['second', 'db']);
  expect(await list(ws, '--commit', 'ab12ab12', '--limit', '1')).toEqual(['all done']);
  expect(await list(ws, '--commit', 'ffff')).toEqual([]);
  expect(await list(ws, '--since', '1h', '--user', '*')).toHaveLength(4);
  expect(await list(ws, '--until', '1h')).toEqual([]);
  expect(await list(ws, '--since', '2001-01-01', '--until', '2001-01-02')).toEqual([]);
});

test.each([
  ['--since', 'yesterday-ish'],
  ['--until', '2026-13-45'],
  ['--commit', 'no-sha'],
  ['--state', 'sad'],
])('%s %s is a usage error', async (option, value) => {
  await using ws = await scenario(FILES);
  expect((await ws.polycrate('logs', 'list', option, value)).status).toBe(64);
});

test('a record says where it came from, why it failed and how long each phase took', async () => {
  await using ws = await lived();
  const [say, fail] = await ws.records();
  expect(say).toMatchObject({
    labels: { team: 'shop', tier: 'front' },
    git: { branch: 'main', commit_before: 'ab12'.repeat(10), commit_after: 'ab12'.repeat(10) },
  });
  expect(Object.keys(say?.phases ?? {})).toEqual(['lock', 'plan', 'record', 'start', 'run', 'collect']);
  expect(fail).toMatchObject({ state: 'failed', exit_code: 3, cause: 'no space' });
  const { stdout } = await ws.polycrate('logs', 'show', fail?.transaction ?? '');
  expect(stdout).toMatch(/^what +db fail\nstate +failed, exit 3\ncause +no space\n/);
  expect(stdout).toMatch(/\noutput\nout\nno space\n$/);
});

test('a record has the tools of an image that has told them before', async () => {
  await using ws = await scenario(FILES);
  const { id: image = '' } = (await ws.engine.findImage(`ghcr.io/polycrate/toolchain:${VERSION}`)) ?? {};
  await ws.write(`cache/polycrate/tools/${image.replace('sha256:', '')}.json`, '{"terraform":"1.11.4","jq":"1.7"}');
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: `${ws.directory}/cache` };
  await ws.polycrateWith({ env }, 'run', 'web', 'say');
  const [say] = await ws.records();
  expect(say).toMatchObject({ image_id: image, tools: { terraform: '1.11.4', jq: '1.7' } });
  expect((await ws.polycrate('logs', 'show')).stdout).toContain('\ntools        terraform 1.11.4, jq 1.7\n');
});

test('a workflow shows with its steps and what each has printed', async () => {
  await using ws = await lived();
  const [, , workflow] = await ws.records();
  const { stdout } = await ws.polycrate('logs', 'show', workflow?.transaction ?? '');
  expect(Object.keys(workflow?.phases ?? {})).toEqual(['lock', 'record', 'run', 'collect']);
  expect(stdout).toMatch(/output of first \(web say\)\nhello\n\noutput of second \(db fail\)\nout\nno space\n$/);
});

test('what has ended is followed to its end, and its status taken over', async () => {
  await using ws = await lived();
  const [, fail, workflow] = await ws.records();
  expect(await ws.polycrate('logs', 'follow', fail?.transaction ?? '')).toMatchObject({ status: 3, stdout: 'out\n' });
  expect(await ws.polycrate('logs', 'follow', workflow?.transaction ?? '')).toMatchObject({
    status: 3,
    stdout: 'hello\nout\n',
  });
  const { status, stderr } = await ws.polycrate('logs', 'follow');
  expect({ status, stderr }).toEqual({
    status: 66,
    stderr: 'error[RECORD_UNKNOWN] nothing is running in this workspace\nhint  polycrate logs show\n',
  });
});

test('old records are removed, the newest and those that run are not', async () => {
  await using ws = await lived();
  expect((await ws.polycrate('logs', 'prune')).stdout).toBe('0 records removed, 0 bytes freed; 6 kept\n');
  expect((await ws.polycrate('logs', 'prune', '--keep', '1d', '--keep-last', '1')).stdout).toMatch(
    /^0 records removed/,
  );
  const prune = ['logs', 'prune', '--keep-last', '2'];
  expect((await ws.polycrate(...prune, '--dry-run')).stdout).toMatch(/^2 records would be removed/);
  expect(await ws.records()).toHaveLength(6);
  expect((await ws.polycrate(...prune)).stdout).toMatch(/^2 records removed, .* freed; 4 kept\n$/);
  expect(await list(ws, '--steps')).toEqual(['all done', 'release', 'first', 'second']);
  await ws.polycrate('logs', 'prune', '--keep', '0s');
  expect(await ws.records()).toEqual([]);
});

test('a note is shown without what only runs have', async () => {
  await using ws = await scenario(FILES);
  await ws.polycrate('log', 'all', 'done');
  const { stdout } = await ws.polycrate('logs', 'show');
  expect(stdout).toMatch(/^what +all done$/m);
  expect(stdout).not.toMatch(/^(?:state|phases)|exit|took|█/m);
});
