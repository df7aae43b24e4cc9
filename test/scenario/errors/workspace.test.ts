import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { writeFailure } from '../../../src/adapters/disk/failures.ts';
import { expectWording, render, scenario, steady, told } from '../../support/command-line.ts';

const SHOP = {
  'workspace.poly': 'name: acme\nworkflows: [{name: deploy, steps: [{name: one, block: web, action: say}]}]\n',
  'blocks/web/block.poly':
    'name: web\nactions:\n  - {name: say, script: echo hi}\n  - {name: wipe, script: echo wiped, prompt: {message: "Wipe all data?"}}\n',
};
/** Where nothing is recorded, nothing but the interruption itself takes time. */
const UNRECORDED = { ...SHOP, 'workspace.poly': 'name: acme\nconfig: {logging: {enabled: false}}\n' };

/** The day of an instant, as folders of records are named. */
function localDay(instant: string): string {
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

describe('what a person reads when', () => {
  test('there is no workspace', async () => {
    await using ws = await scenario({ 'below/file.txt': '' });
    const code = 'WORKSPACE_NOT_FOUND';
    expectWording(code, {
      'polycrate block list': told(code, await ws.polycrate('block', 'list'), ws),
      'polycrate -w below block list': told(code, await ws.polycrate('-w', 'below', 'block', 'list'), ws),
    });
  });

  test('the files of a workspace give more warnings than anybody reads each time', async () => {
    const keys = ['dependencies: []', 'sync: {}', 'git: {}', 'config: {sshpublickey: id.pub}'].join('\n');
    await using ws = await scenario({ ...SHOP, 'workspace.poly': `name: acme\n${keys}\n` });
    const code = 'FINDINGS_OMITTED';
    expectWording(code, { 'polycrate action list': await ws.polycrate('action', 'list').then(({ stderr }) => stderr) });
  });

  test('a workspace is made where one is', async () => {
    await using ws = await scenario(SHOP);
    const code = 'WORKSPACE_EXISTS';
    expectWording(code, { 'polycrate init': told(code, await ws.polycrate('init'), ws) });
  });

  test('the workspace cannot be written', async () => {
    // Root may write everywhere, and only root can make a read-only mount.
    const code = 'WORKSPACE_READ_ONLY';
    const ws = { directory: '/work/shop' };
    const failing = (cause: string) => render(writeFailure(systemError(cause), '/work/shop/.logs'));
    expectWording(code, {
      'a folder of somebody else': told(code, await failing('EACCES'), ws),
      'a read-only disk': told(code, await failing('EROFS'), ws),
    });
  });

  test('another transaction is running', async () => {
    await using ws = await scenario({
      ...SHOP,
      'blocks/slow/block.poly':
        'name: slow\nactions: [{name: wait, script: "touch started; until [[ -e go ]]; do sleep 0.02; done"}]\n',
    });
    const code = 'WORKSPACE_LOCKED';
    const holder = ws.polycrate('run', 'slow', 'wait');
    await existing(path.join(ws.directory, 'blocks/slow/started'));
    const running = told(code, await ws.polycrate('run', 'web', 'say'), ws);
    await ws.write('blocks/slow/go', '');
    expect(await holder).toMatchObject({ status: 0 });

    await ws.write('.logs/.lock', '');
    await keepFresh(path.join(ws.directory, '.logs/.lock'));
    const starting = told(code, await ws.polycrate('run', 'web', 'say'), ws);
    expectWording(code, {
      'another one is running': running
        .replace(/started by \S+ on \S+ as process \d+/, 'started by <user> on <host> as process <pid>')
        .replace(/kill -INT \d+/, 'kill -INT <pid>'),
      'another one is just starting': starting,
    });
  });

  test('the record cannot be written', async () => {
    await using ws = await scenario({ ...SHOP, '.logs': 'a file' });
    const code = 'RECORD_UNWRITABLE';
    const full = await render(writeFailure(systemError('ENOSPC'), '/work/shop/.logs/.lock'));
    expectWording(code, {
      '.logs is a file': told(code, await ws.polycrate('run', 'web', 'say'), ws),
      'the disk is full': told(code, full, { directory: '/work/shop' }),
    });
  });

  test('a record is asked for that is not there', async () => {
    await using ws = await scenario(SHOP);
    const code = 'RECORD_UNKNOWN';
    const none = told(code, await ws.polycrate('logs', 'show'), ws);
    for (let run = 0; run < 2; run++) expect((await ws.polycrate('run', 'web', 'say')).status).toBe(0);
    expectWording(code, {
      'before anything ran': none,
      'polycrate logs show zzz': told(code, await ws.polycrate('logs', 'show', 'zzz'), ws),
      'polycrate logs show 0': told(code, await ws.polycrate('logs', 'show', '0'), ws),
    });
  });

  test('a run was killed, and the next command finds its record', async () => {
    await using ws = await scenario(SHOP);
    await ws.polycrate('run', 'web', 'say');
    const [record] = await ws.records();
    const file = `.logs/${localDay(record?.started ?? '')}/${record?.transaction ?? ''}.yml`;
    const text = (await ws.read(file))
      .replace('state: succeeded', 'state: running')
      .replace(/^pid: .*$/m, 'pid: 1073741824');
    await ws.write(file, text);
    const code = 'RECORD_INTERRUPTED';
    const { status, stderr } = await ws.polycrate('logs', 'list');
    expect(status).toBe(0);
    expectWording(code, { 'polycrate logs list': steady(stderr, ws) });
    expect((await ws.polycrate('logs', 'list')).stderr).toBe('');
    expect((await ws.records())[0]).toMatchObject({ state: 'interrupted' });
  });

  test('the output has no place to go', async () => {
    await using ws = await scenario(SHOP);
    const code = 'OUTPUT_UNWRITABLE';
    const onto = (...argv: string[]) => ws.polycrateWith({ stdout: fullDisk() }, ...argv);
    expectWording(code, {
      'polycrate block list >/dev/full': told(code, await onto('block', 'list'), ws),
      'polycrate run web say >/dev/full': told(code, await onto('run', 'web', 'say'), ws),
    });
  });

  test('nobody is there to answer', async () => {
    await using ws = await scenario(SHOP);
    const code = 'PROMPT_UNANSWERED';
    expectWording(code, { 'polycrate run web wipe': told(code, await ws.polycrate('run', 'web', 'wipe'), ws) });
  });

  test('the answer is no', async () => {
    await using ws = await scenario(SHOP);
    const code = 'PROMPT_DECLINED';
    const answered = async (typed: string) =>
      told(code, await ws.polycrateWith({ columns: 80, typed }, 'run', 'web', 'wipe'), ws);
    // The line feed of an answer is the terminal's echo: it is not in what polycrate writes.
    expectWording(code, { 'the answer is n': await answered('n\n'), 'the answer is Ctrl-D': await answered('') });
  });

  test('Ctrl-C is the answer', async () => {
    await using ws = await scenario(UNRECORDED);
    const code = 'INTERRUPTED';
    const read = () => void process.emit('SIGINT', 'SIGINT');
    const stdin = Object.assign(new Readable({ read }), { isTTY: true });
    const answer = await ws.polycrateWith({ columns: 80, stdin }, 'run', 'web', 'wipe');
    expectWording(code, { 'the question is answered with Ctrl-C': told(code, answer, ws) });
  });
});

describe('what a person reads about the command line when', () => {
  test('it is not understood', async () => {
    await using ws = await scenario(SHOP);
    const code = 'USAGE';
    const lines = [
      'blok list',
      'block lst',
      'block list --outptu json',
      'block list -o xml',
      'logs list --limit many',
      'run web say --wait soon',
      'run web say --wait=',
      'run',
      'block inspect',
    ];
    const texts = lines.map(async (line) => [
      `polycrate ${line}`,
      told(code, await ws.polycrate(...line.split(' ')), ws),
    ]);
    expectWording(code, Object.fromEntries(await Promise.all(texts)) as Record<string, string>);
  });

  test('it names an action or a workflow that does not exist', async () => {
    await using ws = await scenario({ ...SHOP, 'blocks/empty/block.poly': 'name: empty\n' });
    const shown = async (code: 'ACTION_UNKNOWN' | 'WORKFLOW_UNKNOWN', ...argv: string[]) =>
      told(code, await ws.polycrate(...argv), ws);
    expectWording('ACTION_UNKNOWN', {
      'polycrate run web sya': await shown('ACTION_UNKNOWN', 'run', 'web', 'sya'),
      'polycrate run web destroy': await shown('ACTION_UNKNOWN', 'run', 'web', 'destroy'),
      'polycrate install empty': await shown('ACTION_UNKNOWN', 'install', 'empty'),
    });
    expectWording('WORKFLOW_UNKNOWN', {
      'polycrate workflow run deplyo': await shown('WORKFLOW_UNKNOWN', 'workflow', 'run', 'deplyo'),
      'polycrate workflow run nightly': await shown('WORKFLOW_UNKNOWN', 'workflow', 'run', 'nightly'),
      'polycrate run web': await shown('WORKFLOW_UNKNOWN', 'run', 'web'),
    });
  });

  test('it sets an impossible variable', async () => {
    await using ws = await scenario(SHOP);
    const code = 'ENV_INVALID';
    const line = ['run', 'web', 'say', '--env', '1A=hunter2'];
    const given = told(code, await ws.polycrate(...line), ws);
    await ws.write('workspace.poly', 'name: acme\nextraenv: [REGION=eu, 2B=hunter2]\n');
    expectWording(code, {
      'polycrate run web say --env 1A=hunter2': given,
      'extraenv in workspace.poly': told(code, await ws.polycrate('run', 'web', 'say'), ws),
    });
  });

  test('it mounts what cannot be mounted', async () => {
    await using ws = await scenario(SHOP);
    const mounted = (mount: string) => ws.polycrate('run', 'web', 'say', '--mount', mount);
    const code = 'MOUNT_INVALID';
    const given = {
      'polycrate run web say --mount /etc': told(code, await mounted('/etc'), ws),
      'polycrate run web say --mount .:/x:rx': told(code, await mounted('.:/x:rx'), ws),
    };
    await ws.write('workspace.poly', 'name: acme\nextramounts: ["./data"]\n');
    const written = told(code, await ws.polycrate('run', 'web', 'say'), ws);
    expectWording(code, { ...given, 'extramounts in workspace.poly': written });
  });

  test('a bug of polycrate shows', async () => {
    await using ws = await scenario(SHOP);
    const code = 'INTERNAL';
    const engine = () => Promise.reject(new TypeError('jobs.map is not a function'));
    const shown = told(code, await ws.polycrateWith({ engine }, 'run', 'web', 'say'), ws);
    expect(shown).toContain(path.basename(import.meta.filename));
    expectWording(code, {
      'the engine throws a TypeError': shown
        .replace(/(\n\s+at .*)+/, '\n      at <stack>')
        .replace(/polycrate \S+, node \S+, .*/, 'polycrate <version>, node <version>, <platform>'),
    });
  });
});

describe('what a person reads about a block when', () => {
  test('its playbook does not exist', async () => {
    await using ws = await scenario({
      ...SHOP,
      'blocks/host/block.poly': 'name: host\nactions:\n  - name: install\n    playbook: site.yml\n',
    });
    const code = 'PLAYBOOK_MISSING';
    expectWording(code, { 'polycrate install host': told(code, await ws.polycrate('install', 'host'), ws) });
  });

  test('what it takes from another block is not there yet', async () => {
    const creator = (name: string) =>
      `name: ${name}\nactions: [{name: create, script: "true"}, {name: drop, script: "true"}]\n`;
    await using ws = await scenario({
      'workspace.poly': 'name: acme\n',
      'blocks/vms/block.poly': creator('vms'),
      'blocks/idle/block.poly': 'name: idle\n',
      'blocks/host/block.poly': 'name: host\ninventory:\n  from: vms\nactions: [{name: say, script: echo hi}]\n',
      'blocks/app/block.poly': 'name: app\nkubeconfig:\n  from: idle\nactions: [{name: say, script: echo hi}]\n',
    });
    const code = 'ARTIFACT_MISSING';
    expectWording(code, {
      'an inventory': told(code, await ws.polycrate('run', 'host', 'say'), ws),
      'a kubeconfig of a block without actions': told(code, await ws.polycrate('run', 'app', 'say'), ws),
    });
  });
});

/** An error as node:fs gives it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: words of the system`), { code });
}

/** stdout on a full disk. Writes at once, as process.stdout does where it is a file. */
function fullDisk(): Writable {
  const descriptor = openSync('/dev/full', 'w');
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        writeSync(descriptor, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    destroy(error, done) {
      closeSync(descriptor);
      done(error);
    },
  });
}

async function existing(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A lock without a holder counts as abandoned after a while, which a busy machine may take. */
async function keepFresh(file: string): Promise<void> {
  const later = new Date(Date.now() + 3_600_000);
  await utimes(file, later, later);
}
