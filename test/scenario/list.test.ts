import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { scenario, type Scenario } from '../support/command-line.ts';
import { expectGolden } from '../support/golden.ts';

const ACME = {
  'workspace.poly': `name: acme
blocks:
  - { name: web-1, from: web, labels: { tier: front } }
  - { name: web-2, from: web, labels: { tier: front, team: blue } }
  - { name: proxy, from: cargo.example.org/acme/haproxy:1.2.0, version: 1.2.0 }
  - { name: proxy-inner, from: proxy }
workflows:
  - name: deploy-everything
    description: Makes the database, then both web servers, and tells the monitoring about it
    steps:
      - { name: database, block: db, action: install }
      - { name: first, block: web-1, action: deploy }
      - { name: second, block: web-2, action: deploy }
  - { name: nightly, labels: { team: blue }, steps: [{ name: backup, block: db, action: backup }] }
`,
  'secrets.poly': 'blocks: [{ name: db, config: { password: hunter2hunter2 } }]\n',
  'blocks/web/block.poly': `name: web
kind: linuxapp
template: true
version: 0.4.1
actions:
  - { name: deploy, script: echo deploy, labels: { risk: high }, description: Puts the newest version onto every server }
  - { name: check, playbook: check.yml, description: Asks every server for its state }
`,
  'blocks/db/block.poly': `name: db
kind: dockerapp
version: 2.0.0-rc.1
alias: [database]
config: { url: "postgres://hunter2hunter2@db" }
actions:
  - { name: install, script: echo install, config: { dsn: "postgres://hunter2hunter2@db" } }
  - { name: backup, script: echo backup }
  - { name: uninstall, script: echo uninstall, prompt: { message: Sure? } }
`,
};

describe.each(['block list', 'action list', 'workflow list'])('polycrate %s', (words) => {
  test('fits narrow and wide terminals, and is whole without one', async () => {
    await using ws = await scenario(ACME);
    const shown: string[] = [];
    for (const columns of [40, 60, 80, 120, undefined]) {
      const { stdout } = await ws.polycrateWith(columns === undefined ? {} : { columns }, ...words.split(' '));
      if (columns !== undefined) {
        expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
      }
      shown.push(`=== ${columns === undefined ? 'no terminal' : `${String(columns)} columns`} ===\n${stdout}`);
    }
    expectGolden(`lists/${words.replace(' ', '-')}.txt`, shown.join(''));
  });

  test('is also called ls, of many', async () => {
    await using ws = await scenario(ACME);
    const [noun = ''] = words.split(' ');
    const expected = await ws.polycrate(...words.split(' '));
    expect(await ws.polycrate(`${noun}s`, 'ls')).toEqual(expected);
  });
});

describe('a block whose parent is not installed', () => {
  test('is listed as such, and so are its heirs', async () => {
    await using ws = await scenario(ACME);
    const env = { HOME: ws.directory, FORCE_COLOR: '1' };
    const { stdout } = await ws.polycrateWith({ env }, 'block', 'list', 'proxy*');
    expect(stdout).toContain('\u001b[33mnot installed: cargo.example.org/acme/haproxy:1.2.0\u001b[39m');
    expect(stdout).toContain('\u001b[33mproxy (not installed: cargo.example.org/acme/haproxy:1.2.0)\u001b[39m');
    const rows = JSON.parse((await ws.polycrate('block', 'list', '-o', 'json')).stdout) as { missing?: string }[];
    expect(rows.filter(({ missing }) => missing !== undefined)).toMatchObject([
      { name: 'proxy', missing: 'cargo.example.org/acme/haproxy:1.2.0' },
      { name: 'proxy-inner', from: 'proxy', missing: 'cargo.example.org/acme/haproxy:1.2.0' },
    ]);
  });
});

describe('inspect', () => {
  test.each(['workspace inspect', 'block inspect db', 'blocks inspect database', 'action inspect db install'])(
    '%s says everything as JSON and YAML, with secrets masked',
    async (line) => {
      await using ws = await scenario(ACME);
      for (const format of ['human', 'json', 'yaml']) {
        const { status, stdout, stderr } = await ws.polycrate(...line.split(' '), '-o', format);
        expect(status).toBe(0);
        expect(stdout + stderr).not.toContain('hunter2');
        expect(stdout).toContain('postgres://***@db');
      }
    },
  );

  test('action inspect shows what is inherited, and takes aliases', async () => {
    await using ws = await scenario(ACME);
    const inspect = async (...names: string[]): Promise<unknown> =>
      JSON.parse((await ws.polycrate('actions', 'inspect', ...names, '-o', 'json')).stdout);
    expect(await inspect('web-1', 'deploy')).toMatchObject({
      block: 'web-1',
      name: 'deploy',
      script: 'echo deploy',
      labels: { risk: 'high' },
    });
    expect(await inspect('database', 'backup')).toMatchObject({ block: 'db', name: 'backup' });
    expect((await ws.polycrate('action', 'inspect', 'db', 'bakcup')).stderr).toContain('hint  did you mean "backup"?');
  });

  test.each(['block', 'action', 'workflow'])('a bare %s prints help', async (noun) => {
    await using ws = await scenario(ACME);
    const { status, stdout } = await ws.polycrate(noun);
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: polycrate ${noun}`);
  });
});

describe('commands that look', () => {
  test.each([
    ...[
      'block list',
      'block list --label tier',
      'block inspect db',
      'action list',
      'action list db',
      'workspace snapshot',
    ],
    ...['action inspect db install', 'workflow list', 'workflow inspect nightly', 'workspace inspect'],
  ])('%s calls neither engine nor git, reads no record and writes nothing', async (line) => {
    // A record could not be opened where .logs is a file; without a PATH no program can be found.
    await using ws = await scenario({ ...ACME, '.logs': 'a file' });
    const before = await namesIn(ws);
    const asked = () => Promise.reject(new Error('the engine was asked for'));
    const { status } = await ws.polycrateWith(
      { engine: asked, builder: asked, env: { HOME: ws.directory, PATH: '', XDG_CACHE_HOME: '/dev/null' } },
      ...line.split(' '),
    );
    expect(status).toBe(0);
    expect(await namesIn(ws)).toEqual(before);
  });
});

async function namesIn({ directory }: Scenario): Promise<string[]> {
  return (await readdir(directory, { recursive: true })).sort();
}
