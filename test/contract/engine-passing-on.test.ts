import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerEngine, Job } from '../../src/run/index.ts';
import {
  createJob,
  createTestEngine,
  prepareTestImage,
  runJob,
  SOCKET,
  TEST_LABEL,
  waitUntilGone,
} from '../support/engine.ts';
import { CALL_FAULTS, type CallFault } from '../support/faults/faults.ts';
import { openFaultyEngine, type Wound } from '../support/faults/faulty-engine.ts';
import { eventually } from '../support/parked.ts';

const LABEL = 'dev.polycrate.test.passing-on';
const ROOT = { uid: 0, gid: 0 };
const NOBODY = { uid: 4321, gid: 4321 };

// These tests look into the engine's own folder, as root can, or as anybody else who cannot.
describe('a container that is passed on', () => {
  const docker = new Docker();
  const id = randomBytes(6).toString('hex');
  let image: string;
  let engine: ContainerEngine;

  const job = (script: string, given: Partial<Job> = {}): Job =>
    createJob(image, script, { passOn: true, user: ROOT, labels: { [TEST_LABEL]: '1', [LABEL]: id }, ...given });
  const run = async (what: Job) => {
    let container = '';
    const ended = await runJob(engine, what, ({ containerId }) => (container = containerId));
    return { container, ...ended };
  };
  /** The container of a job, and what the next one finds. */
  const follow = async (first: string, second: string, given: Partial<Job> = {}, then: Partial<Job> = given) => {
    const before = await run(job(first, given));
    const after = await run(job(second, then));
    return { before, after, isSame: before.container === after.container };
  };
  const left = () => docker.listContainers({ all: true, filters: { label: [`${LABEL}=${id}`] } });

  beforeAll(async () => {
    image = await prepareTestImage();
    engine = await createTestEngine();
  });
  afterEach(async () => {
    await engine.release();
    await eventually(async () => ((await left()).length === 0 ? true : undefined));
    engine = await createTestEngine();
  });

  test('runs job after job, each with its own output, status and surroundings', async () => {
    const secret = {
      env: { SECRET: 'swordfish', 'a.b': '1' },
      files: [{ path: 'key', mode: 0o600, contents: 'swordfish' }],
    };
    const first = await run(
      job('cat /run/polycrate/key; echo "$SECRET" >&2; echo x >/run/polycrate/home/history; umask 077', secret),
    );
    expect(first).toMatchObject({ code: 0, stdout: 'swordfish', stderr: 'swordfish\n' });
    const script =
      'env; ls -A /run/polycrate /run/polycrate/home; umask; (grep -l swordfish /proc/*/environ; true) 2>/dev/null';
    const second = await run(job(script, { env: { OTHER: '2' } }));
    expect(second).toMatchObject({ container: first.container, code: 0, stderr: '' });
    expect(second.stdout).not.toMatch(/swordfish|SECRET|a\.b|history|key/);
    expect(second.stdout).toContain('0022');
    const third = await run(job('exit 7'));
    expect(third).toMatchObject({ container: first.container, code: 7 });
    await waitUntilGone(third.container, 3_000);
    expect((await run(job('true'))).container).not.toBe(third.container);
  });

  test.each([
    ['a file in /tmp', 'echo >/tmp/left'],
    ['a file on its disk', 'echo >/usr/local/left'],
    ['a changed file', 'echo >>/etc/bash.bashrc'],
    ['a removed file', 'rm /etc/bash.bashrc'],
    ['a changed mode', 'chmod 700 /usr/local'],
    ['a line in /etc/hosts', 'echo 127.0.0.1 elsewhere >>/etc/hosts'],
    ['another user', 'echo eve:x:7:7::/:/bin/sh >>/etc/passwd'],
    ['another name for its user', 'echo eve:x:0:0::/:/bin/sh >>/etc/passwd'],
    ['a file in /dev', 'echo >/dev/left'],
    ['a file instead of a device', 'rm /dev/null; echo >/dev/null'],
    ['a file instead of its own stdout', 'rm /dev/stdout; echo >/dev/stdout'],
    ['shared memory', 'echo >/dev/shm/left'],
    [
      'a System V semaphore',
      `python3 -c 'import ctypes; ctypes.CDLL(None).semget(7, 1, 0o1600)' || perl -e 'semget(7, 1, 01600) // die'`,
    ],
    ['a removed folder of ours', 'rm -rf /run/polycrate/.job; mkdir -p /opt/left'],
  ])('is given up when it holds %s', async (_what, script) => {
    const { before, after, isSame } = await follow(script, 'true');
    expect({ status: before.code, next: after.code, isSame }).toEqual({ status: 0, next: 0, isSame: false });
    await waitUntilGone(before.container, 3_000);
  });

  test('brings nothing that a job wrote after its end', async () => {
    const late = '(for i in {1..20}; do echo late >&2; echo late; sleep 0.005; done) & disown; true';
    for (let turn = 0; turn < 5; turn += 1) {
      const { before, after, isSame } = await follow(late, 'echo now; echo now >&2');
      expect({ isSame, code: before.code }).toEqual({ isSame: true, code: 0 });
      expect(after).toMatchObject({ stdout: 'now\n', stderr: 'now\n' });
    }
  });

  test('holds nothing of the job before in the memory of its PID 1', async () => {
    const secret = (word: string) => ['correct', 'horse', word].join('-').repeat(50);
    const given = {
      env: { SECRET: secret('battery') },
      files: [{ path: 'key', mode: 0o600, contents: secret('staple') }],
    };
    const look = `while read -r range mode _; do
  [[ $mode == rw* ]] || continue
  from=$((16#\${range%-*} / 4096)) to=$((16#\${range#*-} / 4096))
  dd if=/proc/1/mem bs=4096 skip=$from count=$((to - from)) 2>/dev/null
done </proc/1/maps | grep -aoE '(correct|horse)-[a-z]+' | sort -u; true`;
    const { before, after, isSame } = await follow('true', look, given, {});
    expect({ code: before.code, found: after.stdout, isSame }).toEqual({ code: 0, found: '', isSame: true });
  });

  test('has no process of the job before', async () => {
    const leave =
      'setsid sleep 4321 >/dev/null 2>&1 & trap "" TERM; (trap "" TERM HUP; sleep 4322 >/dev/null 2>&1 &) ; true';
    const { after, isSame } = await follow(leave, 'cat /proc/[0-9]*/cmdline | tr "\\0" " "');
    expect(isSame).toBe(true);
    expect(after.stdout).not.toContain('432');
  });

  test('has the passwd of a fresh one, and gives each job its user’s name', async () => {
    const { before, after, isSame } = await follow('id -un', 'id -un; wc -l </etc/passwd', {}, {});
    expect(isSame).toBe(true);
    expect(before.stdout).toBe('root\n');
    expect(after.stdout).toMatch(/^root\n\d+\n$/);
  });

  test('goes to a job of the same kind only', async () => {
    const mounts = [{ source: '/usr/share', target: '/data', readOnly: true }];
    await expect(follow('true', 'true', {}, { mounts })).resolves.toMatchObject({ isSame: false });
    await expect(follow('ls /data', 'ls /data', { mounts })).resolves.toMatchObject({ isSame: true });
    await expect(follow('true', 'true', { network: 'none' })).resolves.toMatchObject({ isSame: false });
    await expect(follow('true', 'true', { passOn: false })).resolves.toMatchObject({ isSame: false });
    await expect(follow('true', 'true', {}, { passOn: false })).resolves.toMatchObject({ isSame: false });
    await expect(follow('true', 'true', { engineSocket: true })).resolves.toMatchObject({ isSame: false });
  });

  test('is given up when memory ran out, which would be held against the next job', async () => {
    const limits = { memoryBytes: 64 * 1024 ** 2, capabilities: [], tmpfs: [], readOnly: false };
    const greedy = '(x=$(head -c 200000000 /dev/zero | tr "\\0" x)); true';
    const { before, after, isSame } = await follow(greedy, 'exit 3', { limits });
    expect({ codes: [before.code, after.code], isSame }).toEqual({ codes: [0, 3], isSame: false });
  });

  test('has our supervisor as its PID 1, whatever the engine puts there by default', async () => {
    await using running = await engine.start(job('sleep 60'));
    const { HostConfig } = await docker.getContainer(running.containerId).inspect();
    expect(HostConfig.Init).toBe(false);
  });

  test('takes back the name that it has given its user', async () => {
    const { before, after, isSame } = await follow('id -un', 'id -un; grep -c tester /etc/passwd', { user: NOBODY });
    expect({ first: before.stdout, then: after.stdout, isSame }).toEqual({
      first: 'tester\n',
      then: 'tester\n1\n',
      isSame: true,
    });
  });

  test('is none of an image that declares volumes: what is in them is nowhere to be seen', async () => {
    const container = await docker.createContainer({ Image: image, Labels: { [TEST_LABEL]: '1' } });
    const tag = `volumes-${id}`;
    await container.commit({ repo: 'polycrate-test', tag, changes: 'VOLUME /data' });
    await container.remove();
    try {
      await expect(follow('true', 'true', { image: `polycrate-test:${tag}` })).resolves.toMatchObject({
        isSame: false,
      });
      await engine.release();
    } finally {
      await eventually(async () => ((await left()).length === 0 ? true : undefined));
      await docker.getImage(`polycrate-test:${tag}`).remove({ force: true });
    }
  });

  test('is not used when a step has taken so long that a fresh one was made beside it', async () => {
    const slow = run(job('sleep 1'));
    await eventually(async () => ((await left()).length === 1 ? true : undefined));
    engine.prepare(job('true'));
    await eventually(async () => ((await left()).length === 2 ? true : undefined));
    const { container } = await slow;
    const next = await run(job('true'));
    expect(next.container).not.toBe(container);
    await waitUntilGone(container, 3_000);
  });

  test('takes a job that reads its stdin, and ends with it', async () => {
    const first = await run(job('true'));
    await using running = await engine.start(job('cat', { stdin: true }));
    expect(running.containerId).toBe(first.container);
    running.stdin?.end('moin');
    await expect(running.exit).resolves.toBe(0);
    await waitUntilGone(first.container, 3_000);
  });

  test('waits as long as a question before the next step may take', async () => {
    const first = await run(job('true'));
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await run(job('echo now'))).toMatchObject({ container: first.container, stdout: 'now\n' });
  }, 30_000);

  describe('when something happens to it', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'polycrate-passing-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true });
    });
    /** Two jobs, one after the other, by way of an engine that is hurt in between. */
    const runThrough = async (wound: Wound) => {
      await using faulty = await openFaultyEngine(path.join(folder, 'engine.sock'), SOCKET, [wound]);
      const hurt = await createTestEngine({ endpoint: `unix://${faulty.path}`, answerMs: 2_000 });
      const first = await runJob(hurt, job('echo one'));
      faulty.strike();
      const second = await runJob(hurt, job('echo two; exit 3'));
      await hurt.release();
      return { said: [first.stdout, second.stdout], codes: [first.code, second.code], strikes: faulty.dealt() };
    };
    const asWithout = { said: ['one\n', 'two\n'], codes: [0, 3], strikes: 1 };

    test.each(Object.keys(CALL_FAULTS) as CallFault[])(
      'with its disk: %s, the next job runs all the same',
      async (fault) => {
        await expect(runThrough({ request: /^GET \/containers\/\w+\/json/, fault })).resolves.toEqual(asWithout);
      },
    );
    test.each(['cut', 'half-closed there', 'half-closed here', 'garbage'] as const)(
      'with its stream: %s, the next job runs all the same, or says that it was lost',
      async (fault) => {
        const ended = runThrough({ request: /^POST \/containers\/\w+\/attach/, stream: fault });
        const outcome = await ended.catch((error: unknown) => (error as { code?: string }).code ?? 'no Problem');
        expect([asWithout, 'ENGINE_LOST']).toContainEqual(outcome);
      },
    );
  });

  test('ends when nobody comes', async () => {
    const { container } = await run(job('true'));
    await engine.release();
    await waitUntilGone(container, 3_000);
  });
});
