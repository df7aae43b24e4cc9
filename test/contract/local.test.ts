import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createRecordStore } from '../../src/adapters/disk/index.ts';
import { createLocalEngine } from '../../src/adapters/local/index.ts';
import { sweepFolders } from '../../src/adapters/local/folder.ts';
import type { Job } from '../../src/run/index.ts';
import { createJob, runJob, waitForText } from '../support/engine.ts';
import { describeContainerEngine } from './engine-suite.ts';

const uid = process.getuid?.() ?? 0;
const gid = process.getgid?.() ?? 0;
const processes = createRecordStore();
const engine = createLocalEngine({ env: process.env, uid, gid, processes });
// Only root can run a job as somebody else.
const user = uid === 0 ? { uid: 1000, gid: 1000 } : { uid, gid };
const job = (script: string, given: Partial<Job> = {}): Job => createJob('local', script, { user, ...given });
const folderOf = ({ name }: Job) => `/tmp/polycrate-${name}`;

/** Processes of a job, wherever they have gone to. */
function processesOf({ name }: Job): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`POLYCRATE_JOB=${name}`)
      );
    } catch {
      return false;
    }
  });
}

async function expectNothingLeft(wanted: Job): Promise<void> {
  const left = () => [...processesOf(wanted), ...[folderOf(wanted)].filter((each) => existsSync(each))];
  for (const end = performance.now() + 2_000; left().length > 0 && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(left()).toEqual([]);
}

describeContainerEngine('engine local', () =>
  Promise.resolve({ engine, image: 'local', withoutContainer: { folder: folderOf }, expectNothingLeft }),
);

describe('a job without a container', () => {
  test('has nothing of the environment it was started in but a way to programs', async () => {
    process.env['POLYCRATE_TEST_CANARY'] = 'not for actions';
    const { stdout } = await runJob(engine, job('', { command: ['env'], env: { A: '1' } }));
    delete process.env['POLYCRATE_TEST_CANARY'];
    const names = stdout.split('\n').flatMap((line) => /^\w+(?==)/.exec(line) ?? []);
    expect(names.sort()).toEqual(['A', 'HOME', 'PATH', 'POLYCRATE_JOB']);
  });

  test('keeps its files from everybody else while it runs', async () => {
    const wanted = job('echo up; sleep 30', { files: [{ path: 'deep/key', contents: 's3cret', mode: 0o600 }] });
    await using running = await engine.start(wanted);
    await waitForText(running.stdout, 'up');
    const folder = await stat(folderOf(wanted));
    expect({ mode: folder.mode & 0o777, uid: folder.uid }).toEqual({ mode: 0o700, uid: user.uid });
    expect(await stat(`${folderOf(wanted)}/deep/key`)).toMatchObject({ uid: user.uid });
  });

  test('reminds only those of a signal that cannot have got it', async () => {
    const script = `trap 'echo twice' TERM; { trap '' TERM; exec sleep 60.25; } & ignoring=$!
sleep 60.75 & unaware=$!; echo up
wait $unaware; echo "unaware $?"; kill -0 $ignoring && echo "ignoring alive"; exit 7`;
    const finished = await runJob(engine, job(script), async (running) => {
      await waitForText(running.stdout, 'up');
      await running.signal('SIGTERM', 'unaware');
    });
    expect(finished).toMatchObject({ code: 7, stdout: 'up\nunaware 143\nignoring alive\n' });
  });

  test('takes daemons down with it that have left its process group', async () => {
    const wanted = job('setsid sleep 60.25 & while ! pgrep -f "^sleep 60.25" >/dev/null; do sleep 0.02; done; echo ok');
    expect((await runJob(engine, wanted)).stdout).toBe('ok\n');
    await expectNothingLeft(wanted);
  });

  test('ends although somebody else holds its output open', async () => {
    // Without its environment it cannot be told from other processes.
    const wanted = job('env -i setsid sleep 3.25 & echo ok');
    const begin = performance.now();
    expect((await runJob(engine, wanted)).stdout).toBe('ok\n');
    expect(performance.now() - begin).toBeLessThan(3_000);
    await expectNothingLeft(wanted);
  });

  test('has its files with the modes they were given, whatever the umask', async () => {
    const before = process.umask(0o077);
    const wanted = job('', { files: [{ path: 'open', contents: '', mode: 0o666 }] });
    const command = ['stat', '-c', '%a', `${folderOf(wanted)}/open`];
    const { stdout } = await runJob(engine, { ...wanted, command }).finally(() => process.umask(before));
    expect(stdout).toBe('666\n');
  });

  test.each([
    ['a mount elsewhere', { mounts: [{ source: '/tmp', target: '/workspace', readOnly: false }] }],
    ['a terminal without script(1)', { terminal: { columns: 80, rows: 24 }, env: { PATH: '/nowhere' } }],
  ])('refuses %s before anything runs', async (_name, given) => {
    const wanted = job('true', given);
    await expect(engine.start(wanted)).rejects.toMatchObject({
      code: expect.stringMatching(/LOCAL_UNSUPPORTED|TOOL_MISSING/),
      hint: expect.any(String),
    });
    await expectNothingLeft(wanted);
  });

  test('sweeps away the folder of one whose watcher was killed, and no other', async () => {
    const base = await mkdtemp('/tmp/polycrate-sweep-');
    const alive = {
      pid: process.pid,
      host: hostname(),
      started: new Date().toISOString(),
      ...processes.markOf(process.pid),
    };
    // Beyond every process id there can be.
    const dead = { ...alive, pid: 2 ** 30 };
    const folders = {
      'polycrate-dead': dead,
      'polycrate-reused': { ...alive, process_start: '1' },
      'polycrate-alive': alive,
      'polycrate-container': { ...dead, pid_namespace: 'pid:[1]' },
      'polycrate-elsewhere': { ...dead, host: 'elsewhere' },
      'polycrate-unclear': 99,
      'polycrate-nothing': null,
      target: dead,
    };
    for (const [name, watcher] of Object.entries(folders)) {
      await mkdir(`${base}/${name}/.job`, { recursive: true });
      await writeFile(`${base}/${name}/.job/watcher`, JSON.stringify(watcher));
    }
    await mkdir(`${base}/polycrate-not-ours`);
    await symlink(`${base}/target`, `${base}/polycrate-linked`);
    const all = [...Object.keys(folders), 'polycrate-not-ours', 'polycrate-linked'].sort();
    await sweepFolders(base, uid + 1, processes);
    expect((await readdir(base)).sort()).toEqual(all);
    await sweepFolders(base, uid, processes);
    const gone = ['polycrate-dead', 'polycrate-reused'];
    expect((await readdir(base)).sort()).toEqual(all.filter((name) => !gone.includes(name)));
    expect(await readdir(`${base}/target/.job`)).toEqual(['watcher']);
    await rm(base, { recursive: true });
  });

  test('says in its folder which process its watcher is, so that others can tell', async () => {
    const wanted = job('echo up; sleep 30', { user: { uid, gid } });
    await using running = await engine.start(wanted);
    await waitForText(running.stdout, 'up');
    const watcher = JSON.parse(readFileSync(`${folderOf(wanted)}/.job/watcher`, 'utf8')) as { pid: number };
    expect(watcher).toMatchObject({ host: hostname(), ...processes.markOf(watcher.pid) });
    await sweepFolders('/tmp', uid, processes);
    expect(existsSync(folderOf(wanted))).toBe(true);
  });

  describe('with a terminal', () => {
    const terminal = { columns: 101, rows: 37 };

    test('has the size from the first line on, and one stream', async () => {
      const script = 'stty size; [[ -t 0 && -t 1 && -t 2 ]] && echo terminal >&2; echo $A; pwd; exit 3';
      const given = { terminal, env: { A: 'grün' }, workingDirectory: '/tmp' };
      expect(await runJob(engine, job(script, given))).toEqual({
        code: 3,
        stdout: '37 101\r\nterminal\r\ngrün\r\n/tmp\r\n',
        stderr: '',
      });
    });

    test('follows a new size', async () => {
      const wanted = job('trap "stty size; exit 0" WINCH; echo up; while :; do sleep 0.05; done', { terminal });
      const { stdout } = await runJob(engine, wanted, async (running) => {
        await waitForText(running.stdout, 'up');
        await running.resize({ columns: 50, rows: 20 });
      });
      expect(stdout).toBe('up\r\n20 50\r\n');
    });

    test('takes typed text, and ^C', async () => {
      const wanted = job('echo up; read line; echo "read $line"; sleep 30', { terminal, stdin: true });
      const { code, stdout } = await runJob(engine, wanted, async (running) => {
        await waitForText(running.stdout, 'up');
        running.stdin?.write('hello\r');
        await waitForText(running.stdout, 'read hello');
        running.stdin?.write('\u0003');
      });
      expect({ code, stdout }).toEqual({ code: 130, stdout: 'up\r\nhello\r\nread hello\r\n^C' });
      await expectNothingLeft(wanted);
    });

    test.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGKILL', 137],
    ] as const)('ends with %s by %i', async (signal, code) => {
      const wanted = job('echo up; sleep 30', { terminal });
      const finished = await runJob(engine, wanted, async (running) => {
        await waitForText(running.stdout, 'up');
        await running.signal(signal);
      });
      expect(finished.code).toBe(code);
      await expectNothingLeft(wanted);
    });
  });
});
