import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerEngine, Job } from '../../src/run/index.ts';
import { describeMasking } from './masking-suite.ts';
import { createJob, readAll, runJob, waitForText } from '../support/engine.ts';

export interface EngineHarness {
  readonly engine: ContainerEngine;
  readonly image: string;
  /** Present for an engine that runs jobs on this machine itself: no containers, no images, and paths are those of the host. */
  readonly withoutContainer?: {
    /** Where the job finds its own files, instead of /run/polycrate. */
    readonly folder: (job: Job) => string;
  };
  /** A rootless engine: what its containers make belongs to this user. */
  readonly rootless?: { readonly uid: number; readonly gid: number };
  /** Rejects when something of these jobs is still there after two seconds. */
  expectNothingLeft(job: Job): Promise<void>;
}

/** What every ContainerEngine promises. `open` is called once. */
export function describeContainerEngine(name: string, open: () => Promise<EngineHarness>): void {
  describe(`${name} as a container engine`, () => {
    let harness: EngineHarness;
    let folder: string;
    const job = (script: string, given: Partial<Job> = {}): Job => {
      const made = createJob(harness.image, script, given);
      const files = harness.withoutContainer?.folder(made) ?? '/run/polycrate';
      return { ...made, command: made.command.map((word) => word.replaceAll('/run/polycrate', files)) };
    };
    const targetOf = (source: string) => (harness.withoutContainer === undefined ? '/workspace' : source);
    const words = () =>
      harness.withoutContainer === undefined
        ? { starting: 'starting the container', directory: 'the working directory /not/there in the container' }
        : { starting: 'starting the action', directory: 'the working directory /not/there' };

    beforeAll(async () => {
      harness = await open();
      folder = await mkdtemp(path.join(tmpdir(), 'polycrate-contract-'));
      await chmod(folder, 0o755);
    }, 60_000);
    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    test.each([0, 1, 3, 66, 113, 255])('gives the exit code %i of the process', async (code) => {
      expect((await runJob(harness.engine, job(`exit ${code}`))).code).toBe(code);
    });

    test('keeps stdout and stderr apart', async () => {
      const finished = await runJob(harness.engine, job('echo out; echo err >&2; printf "no newline"'));
      expect(finished).toEqual({ code: 0, stdout: 'out\nno newline', stderr: 'err\n' });
    });

    test('runs the command itself, argument by argument', async () => {
      const command = ['printf', '[%s]', 'a b', '', '$HOME', "it's", 'ü\n'];
      expect((await runJob(harness.engine, job('', { command }))).stdout).toBe("[a b][][$HOME][it's][ü\n]");
    });

    test('says so when the command does not exist', async () => {
      const wanted = job('', { command: ['no-such-command'] });
      if (harness.withoutContainer !== undefined) {
        // Here it is known before anything runs.
        await expect(harness.engine.start(wanted)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
        return harness.expectNothingLeft(wanted);
      }
      const finished = await runJob(harness.engine, wanted);
      expect(finished.code).toBe(127);
      expect(finished.stderr).toContain('no-such-command');
    });

    test('delivers 10 MB of output complete and in order', async () => {
      const { stdout, code } = await runJob(harness.engine, job('seq 1 1400000'));
      expect(code).toBe(0);
      expect(stdout.length).toBe(10_088_896);
      expect(stdout.startsWith('1\n2\n3\n') && stdout.endsWith('1399999\n1400000\n')).toBe(true);
    }, 30_000);

    test('delivers bytes unchanged, NUL and broken UTF-8 included', async () => {
      await using running = await harness.engine.start(job(String.raw`printf '\0\377\0a\0'; printf '\200\0' >&2`));
      const [stdout, stderr] = await Promise.all([readAll(running.stdout), readAll(running.stderr)]);
      expect([...stdout]).toEqual([0, 255, 0, 97, 0]);
      expect([...stderr]).toEqual([128, 0]);
      expect(await running.exit).toBe(0);
    });

    test('hands the environment on, whatever the values hold', async () => {
      const env = {
        PLAIN: 'a',
        LINES: 'one\ntwo\n',
        WORDS: ' "x" $y `z` \\',
        UNICODE: 'grün 🐳',
        EQUALS: 'a=b=c',
        EMPTY: '',
        PATH: '/usr/local/bin:/usr/bin:/bin',
      };
      const { stdout } = await runJob(
        harness.engine,
        job('for n in PLAIN LINES WORDS UNICODE EQUALS EMPTY PATH; do printf "%s\\0" "${!n}"; done', { env }),
      );
      expect(stdout.split('\0').slice(0, -1)).toEqual(Object.values(env));
    });

    describeMasking(() => harness);

    test('places files with their modes below /run/polycrate', async () => {
      const files = [
        { path: 'script.sh', contents: 'echo "$1" from a script', mode: 0o700 },
        { path: 'deep/er/data', contents: 'grün\n', mode: 0o640 },
      ];
      const script =
        'stat -c %a /run/polycrate/script.sh /run/polycrate/deep/er/data; cat /run/polycrate/deep/er/data; bash /run/polycrate/script.sh hello';
      expect((await runJob(harness.engine, job(script, { files }))).stdout).toBe(
        '700\n640\ngrün\nhello from a script\n',
      );
    });

    test('mounts folders and files of the host', async () => {
      const source = path.join(folder, 'mount');
      await mkdir(source, { recursive: true, mode: 0o777 });
      await writeFile(path.join(source, 'given'), 'from the host');
      const mounts = [{ source, target: targetOf(source), readOnly: false }];
      const user = harness.rootless ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
      await chown(source, user.uid, user.gid);
      const { stdout, stderr } = await runJob(
        harness.engine,
        job('cat given; echo made > made', { mounts, user, workingDirectory: targetOf(source) }),
      );
      expect({ stdout, stderr }).toEqual({ stdout: 'from the host', stderr: '' });
      expect(await readFile(path.join(source, 'made'), 'utf8')).toBe('made\n');
      expect((await stat(path.join(source, 'made'))).uid).toBe(user.uid);
    });

    test('says so when the working directory does not exist', async () => {
      const finished = await runJob(harness.engine, job('true', { workingDirectory: '/not/there' }));
      expect(finished).toMatchObject({
        code: 66,
        stderr: `polycrate: cannot enter ${words().directory}\n`,
      });
    });

    test('gives end-of-file on stdin unless asked', async () => {
      expect((await runJob(harness.engine, job('cat; echo end'))).stdout).toBe('end\n');
    });

    test('passes stdin on to its last byte', async () => {
      const finished = await runJob(harness.engine, job('wc -c', { stdin: true }), ({ stdin }) =>
        stdin?.end(Buffer.alloc(1_000_003, 'x')),
      );
      expect(finished).toMatchObject({ code: 0, stdout: '1000003\n' });
    });

    test('passes an empty stdin on', async () => {
      expect((await runJob(harness.engine, job('wc -c', { stdin: true }), ({ stdin }) => stdin?.end())).stdout).toBe(
        '0\n',
      );
    });

    test('ends although nobody closes the stdin it does not read', async () => {
      const finished = await runJob(harness.engine, job('echo done; exit 4', { stdin: true }), ({ stdin }) =>
        stdin?.write(Buffer.alloc(300_000)),
      );
      expect(finished).toMatchObject({ code: 4, stdout: 'done\n' });
    });

    test.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGKILL', 137],
    ] as const)('%s ends the process and its children with %i', async (signal, code) => {
      const wanted = job('sleep 60.25 & echo up; wait; sleep 60.75');
      const begin = performance.now();
      const finished = await runJob(harness.engine, wanted, async (running) => {
        await waitForText(running.stdout, 'up');
        await running.signal(signal);
      });
      expect(finished.code).toBe(code);
      expect(performance.now() - begin).toBeLessThan(5_000);
      await harness.expectNothingLeft(wanted);
    });

    test('lets the process answer a signal as it likes, again and again', async () => {
      const script = 'trap "echo got INT" INT; trap "echo bye; exit 9" TERM; echo up; while :; do sleep 0.05; done';
      const finished = await runJob(harness.engine, job(script), async (running) => {
        await waitForText(running.stdout, 'up');
        await running.signal('SIGINT');
        await waitForText(running.stdout, 'got INT');
        await running.signal('SIGTERM');
      });
      expect(finished).toMatchObject({ code: 9, stdout: 'up\ngot INT\nbye\n' });
    });

    test('does not lose a signal sent at once', async () => {
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
        ['SIGINT', 130],
      ] as const) {
        const finished = await runJob(harness.engine, job('sleep 60.25'), (running) => running.signal(signal));
        expect(finished.code).toBe(code);
      }
    });

    test('a signal after the end is no error', async () => {
      await using running = await harness.engine.start(job('true'));
      running.stdout.resume();
      running.stderr.resume();
      await running.exit;
      await running.signal('SIGTERM');
      await running.signal('SIGKILL');
    });

    test('takes children left behind by the process down with it', async () => {
      const wanted = job('sleep 60.25 & echo started');
      const begin = performance.now();
      expect((await runJob(harness.engine, wanted)).stdout).toBe('started\n');
      expect(performance.now() - begin).toBeLessThan(5_000);
      await harness.expectNothingLeft(wanted);
    });

    test('leaves nothing behind when disposed in the middle, twice', async () => {
      const wanted = job('trap "" TERM INT; echo up; sleep 60.25');
      const running = await harness.engine.start(wanted);
      running.stderr.resume();
      await waitForText(running.stdout, 'up');
      await running[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
      await harness.expectNothingLeft(wanted);
    });

    test('is INTERRUPTED when aborted before the process starts, and leaves nothing', async () => {
      const wanted = job('sleep 60.25');
      const interruption = {
        code: 'INTERRUPTED',
        message: `interrupted while ${words().starting} ${wanted.name}`,
        hint: 'nothing has run',
      };
      const abort = new AbortController();
      const starting = harness.engine.start(wanted, new Promise(() => undefined), abort.signal);
      setTimeout(() => {
        abort.abort('SIGINT');
      }, 300);
      await expect(starting).rejects.toMatchObject(interruption);
      await harness.expectNothingLeft(wanted);
      await expect(harness.engine.start(wanted, undefined, abort.signal)).rejects.toMatchObject(interruption);
      await harness.expectNothingLeft(wanted);
    });

    test('leaves a process alone that has started when its signal aborts', async () => {
      const abort = new AbortController();
      await using running = await harness.engine.start(job('sleep 0.2; echo end'), Promise.resolve(), abort.signal);
      abort.abort('SIGINT');
      const [stdout] = await Promise.all([readAll(running.stdout), readAll(running.stderr)]);
      expect({ stdout: stdout.toString(), code: await running.exit }).toEqual({ stdout: 'end\n', code: 0 });
    });

    test('an image that is not there is IMAGE_UNAVAILABLE', async () => {
      if (harness.withoutContainer !== undefined) return;
      const wanted = createJob('polycrate-test-nowhere/none:1', 'true');
      await expect(harness.engine.start(wanted)).rejects.toMatchObject({
        code: 'IMAGE_UNAVAILABLE',
        hint: 'docker pull polycrate-test-nowhere/none:1',
      });
      expect(await harness.engine.findImage('polycrate-test-nowhere/none:1')).toBeUndefined();
    });

    test('a mount source that is not there is MOUNT_SOURCE_MISSING and is not made', async () => {
      const source = path.join(folder, 'missing');
      const wanted = job('true', { mounts: [{ source, target: targetOf(source), readOnly: false }] });
      await expect(harness.engine.start(wanted)).rejects.toMatchObject({
        code: 'MOUNT_SOURCE_MISSING',
        hint: expect.stringContaining(`mkdir -p '${source}'`),
      });
      await expect(stat(source)).rejects.toMatchObject({ code: 'ENOENT' });
      await harness.expectNothingLeft(wanted);
    });

    test('reads files as the process sees them, while it runs', async () => {
      await using running = await harness.engine.start(job('exec sleep 60.25'));
      const [known, none] = await Promise.all(['/etc/passwd', '/etc/none/x'].map((file) => running.readFile(file)));
      expect([known?.toString().slice(0, 5), none]).toEqual(['root:', undefined]);
    });

    test('finds the image it has', async () => {
      expect(await harness.engine.findImage(harness.image)).toMatchObject({
        tags: expect.arrayContaining([harness.image]),
      });
    });

    test('says what it is', async () => {
      expect(await harness.engine.describe()).toMatchObject({
        endpoint: harness.engine.endpoint,
        apiVersion: expect.stringMatching(harness.withoutContainer === undefined ? /^\d+\.\d+$/ : /^$/),
      });
    });
  });
}
