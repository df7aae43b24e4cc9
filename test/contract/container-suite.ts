import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { routeOf } from '../../src/adapters/engine/route.ts';
import { sweepAbandoned } from '../../src/adapters/engine/sweep.ts';
import type { ContainerEngine, Job } from '../../src/run/index.ts';
import {
  TEST_LABEL,
  changeImage,
  createJob,
  prepareTestImage,
  runJob,
  waitForText,
  waitUntilGone,
} from '../support/engine.ts';

/** A real engine, and what is known to differ on it. */
export interface ContainerHarness {
  readonly engine: ContainerEngine;
  readonly docker: Docker;
  /** A rootless engine: root of its containers is this user outside, and every job runs as that root. */
  readonly rootless?: { readonly uid: number; readonly gid: number };
  /** Podman of root gives a uid that the image does not know a passwd entry itself: named by its number, at home in /. */
  readonly namesByNumber?: true;
}

/** What only a real container can show; the fake runs jobs as plain processes of this user. */
export function describeContainers(name: string, open: () => Promise<ContainerHarness>): void {
  describe(`a container of ${name}`, () => {
    specify(open);
  });
}

function specify(open: () => Promise<ContainerHarness>): void {
  let engine: ContainerEngine;
  let docker: Docker;
  let harness: ContainerHarness;
  let image: string;
  let folder: string;
  const job = (script: string, given: Partial<Job> = {}): Job => createJob(image, script, given);

  beforeAll(async () => {
    [harness, folder] = await Promise.all([open(), mkdtemp(path.join(tmpdir(), 'polycrate-container-'))]);
    ({ engine, docker } = harness);
    image = await prepareTestImage(docker);
    await chmod(folder, 0o777);
  }, 60_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    [0, 0, 'root'],
    [1000, 1000, 'tester'],
    [12345, 54321, 'tester'],
  ])('belongs to %i:%i, with a name and a home of its own', async (uid, gid, name) => {
    const script = [
      'touch /workspace/file-$(id -u)',
      'id -un; id -u; id -g',
      'cd && touch it && echo home',
      // Root of an image has a home in passwd already, whatever HOME says.
      '[[ $EUID == 0 || $(getent passwd $EUID | cut -d: -f6) == "$HOME" ]] && echo the same to ssh',
    ].join('\n');
    const mounts = [{ source: folder, target: '/workspace', readOnly: false }];
    const { stdout, stderr } = await runJob(engine, job(script, { user: { uid, gid }, mounts }));
    const { rootless, namesByNumber } = harness;
    const inside = rootless === undefined ? { name, uid, gid } : { name: 'root', uid: 0, gid: 0 };
    const isNumbered = namesByNumber === true && uid !== 0;
    const expected = [
      isNumbered ? uid : inside.name,
      inside.uid,
      inside.gid,
      'home',
      ...(isNumbered ? [] : ['the same to ssh']),
    ];
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: `${expected.join('\n')}\n` });
    // Outside they belong to whoever the engine runs as, whoever root inside is.
    expect(await stat(path.join(folder, `file-${inside.uid}`))).toMatchObject(rootless ?? { uid, gid });
  });

  test('reminds of a signal only those that neither handle nor ignore it', async () => {
    const script = `trap 'echo twice' TERM; { trap '' TERM; exec sleep 60.25; } & ignoring=$!
sleep 60.75 & unaware=$!; echo up
wait $unaware; echo "unaware $?"; kill -0 $ignoring && echo "ignoring alive"; exit 7`;
    const finished = await runJob(engine, job(script), async (running) => {
      await waitForText(running.stdout, 'up');
      await running.signal('SIGTERM', 'unaware');
    });
    expect(finished).toMatchObject({ code: 7, stdout: 'up\nunaware 143\nignoring alive\n' });
  });

  test("keeps environment, command and files out of the engine's records", async () => {
    const wanted = job('echo up; sleep 30', {
      env: { TOKEN: 'env-s3cret' },
      files: [{ path: 'key', contents: 'file-s3cret', mode: 0o600 }],
    });
    await using running = await engine.start(wanted);
    await waitForText(running.stdout, 'up');
    const record = JSON.stringify(await docker.getContainer(running.containerId).inspect());
    expect(record).not.toContain('s3cret');
    expect(record).not.toContain('sleep 30');
  });

  test('hands on names the shell cannot hold', async () => {
    const { stdout, stderr } = await runJob(
      engine,
      job('', {
        command: ['env'],
        env: { 'a.b': '1', UID: '77', IFS: 'x', entry: 'e', PS4: '$(touch /oops)', LC_ALL: 'xx_XX' },
      }),
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['a.b=1', 'UID=77', 'IFS=x', 'entry=e', 'PS4=$(touch /oops)', 'LC_ALL=xx_XX']),
    );
  });

  test('does not let the action ignore signals, nor see the lease', async () => {
    const { stdout } = await runJob(engine, job('grep SigIgn /proc/self/status; ls /proc/$$/fd; true'));
    expect(stdout).toBe('SigIgn:\t0000000000000000\n0\n1\n2\n');
  });

  test('does not let the action write to a read-only mount', async () => {
    const mounts = [{ source: folder, target: '/workspace', readOnly: true }];
    const finished = await runJob(engine, job('echo x > /workspace/denied', { mounts }));
    expect(finished).toMatchObject({ code: 1, stderr: expect.stringContaining('Read-only file system') });
  });

  test('says which network there is not', async () => {
    const wanted = job('true', { network: 'polycrate-typo' });
    await expect(engine.start(wanted)).rejects.toMatchObject({
      code: 'VALUE_INVALID',
      message: 'container.network is "polycrate-typo", and the engine has no such network',
    });
    await waitUntilGone(wanted.name, 2_000, docker);
  });

  test("takes mounts below /run/polycrate, such as an agent's socket", async () => {
    await writeFile(path.join(folder, 'agent.sock'), 'agent');
    const mounts = [
      { source: path.join(folder, 'agent.sock'), target: '/run/polycrate/ssh-agent.sock', readOnly: false },
    ];
    expect((await runJob(engine, job('cat /run/polycrate/ssh-agent.sock', { mounts }))).stdout).toBe('agent');
  });

  test('lets the action use the engine itself when asked', async () => {
    const script = '[[ -S /var/run/docker.sock && -r /var/run/docker.sock && -w /var/run/docker.sock ]] && echo usable';
    expect((await runJob(engine, job(script, { engineSocket: true }))).stdout).toBe('usable\n');
    expect((await runJob(engine, job('[[ -e /var/run/docker.sock ]] || echo hidden'))).stdout).toBe('hidden\n');
  });

  test('passes `docker stop` on and reports `docker kill`', async () => {
    const stopped = await runJob(
      engine,
      job('trap "echo asked; exit 5" TERM; echo up; while :; do sleep 0.05; done'),
      async (running) => {
        await waitForText(running.stdout, 'up');
        void docker
          .getContainer(running.containerId)
          .stop()
          .catch(() => undefined);
      },
    );
    expect(stopped).toMatchObject({ code: 5, stdout: 'up\nasked\n' });
    const killed = await runJob(engine, job('echo up; sleep 30'), async (running) => {
      await waitForText(running.stdout, 'up');
      // Podman may have removed the dead container before it answers, and calls that an error.
      await docker
        .getContainer(running.containerId)
        .kill()
        .catch((error: unknown) => {
          expect(String(error)).toMatch(/no such container/);
        });
    });
    expect(killed.code).toBe(137);
  });

  test('is not stopped by a reader that takes its time', async () => {
    await using running = await engine.start(job('seq 1 300000; echo done >&2'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    let bytes = 0;
    running.stderr.resume();
    for await (const chunk of running.stdout) bytes += (chunk as Buffer).length;
    expect({ bytes, code: await running.exit }).toEqual({ bytes: 1_988_895, code: 0 });
  });

  test('ends a job whose caller only disposes of it, stdin unread', async () => {
    const wanted = job('sleep 30', { stdin: true });
    const running = await engine.start(wanted);
    running.stdin?.write(Buffer.alloc(1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await running[Symbol.asyncDispose]();
    await waitUntilGone(wanted.name, 2_000, docker);
  });

  test.each([
    ['mkfifo', ['rm', '/usr/bin/mkfifo'], 'could not take the job: it needs mkdir, chmod and mkfifo besides bash'],
    ['bash', ['rm', '/bin/bash'], 'has no bash; every action is started by it'],
  ])('says what an image without %s lacks, and leaves nothing', async (name, command, reason) => {
    const wanted = createJob(await changeImage(`no-${name}`, command, docker), 'true');
    await expect(runJob(engine, wanted)).rejects.toMatchObject({
      code: 'IMAGE_UNSUITABLE',
      message: expect.stringContaining(reason),
    });
    await waitUntilGone(wanted.name, 2_000, docker);
  });

  test('is swept away when it was created and never started', async () => {
    const label = `${TEST_LABEL}.abandoned`;
    const abandoned = await docker.createContainer({ Image: image, Labels: { [label]: '1', [TEST_LABEL]: '1' } });
    const connection = { route: routeOf(engine) };
    await sweepAbandoned(connection, label, '1h');
    // The engine counts in whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await abandoned.inspect();
    await sweepAbandoned(connection, label, '0s');
    const isThere = async (): Promise<boolean> =>
      abandoned.inspect().then(
        () => true,
        () => false,
      );
    for (const end = performance.now() + 5_000; await isThere();) {
      if (performance.now() > end) throw new Error('it was not swept away');
    }
  });

  describe('with a terminal', () => {
    const terminal = { columns: 101, rows: 37 };

    test('has the size from the first line on, and one stream', async () => {
      const { code, stdout, stderr } = await runJob(
        engine,
        job('stty size; [[ -t 0 && -t 1 && -t 2 ]] && echo terminal >&2; echo $A; id -u; pwd; exit 3', {
          terminal,
          env: { A: 'grün' },
          workingDirectory: '/tmp',
        }),
      );
      expect({ code, stdout, stderr }).toEqual({
        code: 3,
        stdout: `37 101\r\nterminal\r\ngrün\r\n${harness.rootless === undefined ? 1000 : 0}\r\n/tmp\r\n`,
        stderr: '',
      });
    });

    test('can register secrets', async () => {
      const told: string[] = [];
      const wanted = job('polycrate-mask <<<hunter2; echo after', { terminal });
      const { stdout } = await runJob(engine, wanted, (running) => {
        running.onSecret?.((value) => told.push(value));
      });
      expect({ stdout, told }).toEqual({ stdout: 'after\r\n', told: ['hunter2'] });
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
      await waitUntilGone(wanted.name, 2_000, docker);
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
      await waitUntilGone(wanted.name, 2_000, docker);
    });

    test('leaves nothing behind when disposed in the middle', async () => {
      const wanted = job('trap "" TERM INT HUP; echo up; sleep 30', { terminal });
      const running = await engine.start(wanted);
      await waitForText(running.stdout, 'up');
      await running[Symbol.asyncDispose]();
      await waitUntilGone(wanted.name, 2_000, docker);
    });
  });
}
