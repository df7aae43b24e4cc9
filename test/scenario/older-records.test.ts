import { expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const older = (id: string, date: string, output: string): Readonly<Record<string, string>> => ({
  [`.logs/${date.slice(0, 10).replaceAll('-', '/')}/${id}.yml`]: `labels: {class: polycrate}
workspace: acme
block: web
action: install
command: polycrate run web install
user_email: jo@example.com
user_name: Jo
date: "${date}"
snapshot: {workspace: {name: acme}}
transaction: ${id}
version: 0.1.0
output: ${JSON.stringify(output)}
message: Transaction stopped
`,
});

const FILES = {
  'workspace.poly': 'name: acme\nblocks: [{name: web, actions: [{name: say, script: echo}]}]\n',
  ...older('db103689-70bd-4a7f-ac7d-aea0805f7127', '2025-05-22T16:49:44+02:00', 'EARLY\r\n'),
  ...older('5060e6ff-75c0-4a7a-ba33-cea4b34b9f68', '2025-05-22T16:51:50+02:00', 'LATE\r\n'),
  ...older('aaaaaaaa-75c0-4a7a-ba33-cea4b34b9f68', '2024-12-01T00:00:00Z', ''),
  '.logs/2025/05/22/torn.yml': 'transaction: [',
};

test('records of the older layout follow the others, newest first, in the order of their dates', async () => {
  await using ws = await scenario(FILES);
  await ws.polycrate('run', 'web', 'say');
  const { stdout, stderr, status } = await ws.polycrate('logs', 'list', '-o', 'json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const listed = JSON.parse(stdout) as { transaction: string; user: string; state: string; cli: string }[];
  expect(listed.slice(1).map(({ transaction }) => transaction.slice(0, 8))).toEqual([
    '5060e6ff',
    'db103689',
    'aaaaaaaa',
  ]);
  expect(listed[1]).toMatchObject({ user: 'Jo <jo@example.com>', state: 'succeeded', cli: '0.1.0', block: 'web' });
});

test('an older record shows with the output that stands in it', async () => {
  await using ws = await scenario(FILES);
  const { stdout } = await ws.polycrate('logs', 'show', 'db10', '--output-only');
  expect(stdout).toBe('EARLY\n');
  expect((await ws.polycrate('logs', 'show', 'aaaaaaaa')).stdout).toContain('did not record how runs ended');
});

test('records can be read when something is wrong in the workspace', async () => {
  await using ws = await scenario(FILES);
  await ws.polycrate('run', 'web', 'say');
  await ws.write('blocks/bad/block.poly', 'name: bad\nactions: 5\n');
  await ws.write('workspace.poly', 'name: [acme\n');
  const { stdout, status } = await ws.polycrate('logs', 'list', '-o', 'json');
  expect({ status, count: (JSON.parse(stdout) as unknown[]).length }).toEqual({ status: 0, count: 4 });
  expect((await ws.polycrate('logs', 'show')).status).toBe(0);
});

test('keys that were once written with capitals inside a record are read as those of today', async () => {
  const id = '01a20a29-939a-7976-8509-d64b5621339c';
  const record = {
    ...{ schema: 1, transaction: id, command: 'polycrate run web say', workspace: 'acme', block: 'web', action: 'say' },
    ...{
      user: 'jo',
      host: 'box',
      pid: 1,
      cli: '0.1.0',
      started: '2026-11-23T15:19:54.000Z',
      state: 'failed',
      exit_code: 4,
    },
    retry: { attempts: 2, delayMs: 5 },
    attempts: [{ started: '2026-11-23T15:19:54.000Z', durationMs: 9, state: 'failed', exitCode: 4 }],
    steps: [{ step: 'one', block: 'web', action: 'say', state: 'failed', exitCode: 4, durationMs: 9 }],
  };
  await using ws = await scenario({ ...FILES, [`.logs/2026-11-23/${id}.yml`]: JSON.stringify(record) });
  const { stdout } = await ws.polycrate('logs', 'show', id, '-o', 'json');
  expect(JSON.parse(stdout)).toMatchObject({
    retry: { attempts: 2, delay_ms: 5 },
    attempts: [{ duration_ms: 9, exit_code: 4 }],
    steps: [{ step: 'one', duration_ms: 9, exit_code: 4 }],
  });
  expect(stdout).not.toMatch(/exitCode|durationMs|delayMs/);
});
