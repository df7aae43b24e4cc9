import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MOST_PARKED } from '../../src/adapters/engine/parking.ts';
import { takeHeadStart } from '../../src/adapters/engine/head-start.ts';
import type { ContainerEngine, HeadStart, Job } from '../../src/run/index.ts';
import {
  createJob,
  createTestEngine,
  prepareTestImage,
  readAll,
  TEST_LABEL,
  waitUntilGone,
} from '../support/engine.ts';
import { eventually, parkedIn } from '../support/parked.ts';

const LABEL = 'dev.polycrate.test.ahead';

describe('a container made ahead', () => {
  const docker = new Docker();
  const id = randomBytes(6).toString('hex');
  const engines: ContainerEngine[] = [];
  let image: string;
  let folder: string;
  let keepsakes: string;

  const open = async (headStart?: HeadStart): Promise<ContainerEngine> => {
    const engine = await createTestEngine({ keepsakes, ...(headStart === undefined ? {} : { headStart }) });
    engines.push(engine);
    return engine;
  };
  const labels = () => ({ [TEST_LABEL]: '1', [LABEL]: id });
  const job = (script: string, given: Partial<Job> = {}): Job =>
    createJob(image, script, { labels: labels(), ...given });
  /** Ids of the running containers of this file. */
  const running = async (): Promise<readonly string[]> =>
    (await docker.listContainers({ filters: { label: [`${LABEL}=${id}`] } })).map(({ Id }) => Id);
  const inspect = (name: string) =>
    docker
      .getContainer(name)
      .inspect()
      .catch(() => undefined);
  const oneRunning = (): Promise<string> => eventually(async () => (await running())[0]);
  const run = async (engine: ContainerEngine, what: Job) => {
    await using started = await engine.start(what);
    const [stdout, code] = await Promise.all([readAll(started.stdout), started.exit, readAll(started.stderr)]);
    return { containerId: started.containerId, stdout: stdout.toString(), code };
  };

  beforeAll(async () => {
    image = await prepareTestImage();
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-ahead-'));
    keepsakes = path.join(folder, 'cache');
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.release();
    // Nobody waits for what is parked, so it may still be on its way.
    for (const name of await parkedIn(keepsakes))
      await eventually(async () => ((await inspect(name))?.State.Running === true ? true : undefined));
    const left = await docker.listContainers({ all: true, filters: { label: [`${LABEL}=${id}`] } });
    for (const { Id } of left)
      await docker
        .getContainer(Id)
        .remove({ force: true })
        .catch(() => undefined);
    await rm(keepsakes, { recursive: true, force: true });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('gets the job that was foreseen, and its name', async () => {
    const engine = await open();
    const what = job('echo "$GREETING"; read -r; exit 7', { env: { GREETING: 'moin' }, stdin: true });
    engine.prepare(job('true'));
    const ahead = await oneRunning();
    await using started = await engine.start(what);
    expect(started.containerId).toBe(ahead);
    await eventually(async () => ((await inspect(ahead))?.Name === `/${what.name}` ? true : undefined));
    started.stdin?.end('go\n');
    await expect(started.exit).resolves.toBe(7);
    expect((await readAll(started.stdout)).toString()).toBe('moin\n');
    await waitUntilGone(what.name, 2_000);
  });

  test('is not given a job of another kind, and is gone when it is given back', async () => {
    const engine = await open();
    engine.prepare(job('true', { user: { uid: 0, gid: 0 } }));
    const ahead = await oneRunning();
    const { containerId, code } = await run(engine, job('true'));
    expect({ code, same: containerId === ahead }).toEqual({ code: 0, same: false });
    await engine.release();
    await expect(running()).resolves.not.toContain(ahead);
  });

  test('that cannot be made is nobody’s failure before the job is started', async () => {
    const engine = await open();
    engine.prepare(job('true', { image: 'polycrate-test:no-such-image' }));
    await expect(run(engine, job('true', { image: 'polycrate-test:no-such-image' }))).rejects.toMatchObject({
      code: 'IMAGE_UNAVAILABLE',
    });
  });

  test('is expected by what the last job of the same purpose needed', async () => {
    const first = await open();
    const before = await run(first, job('true', { purpose: 'greet' }));
    const second = await open();
    second.expect('something else');
    second.expect('greet');
    const ahead = await eventually(async () => (await running()).find((each) => each !== before.containerId));
    const { containerId } = await run(second, job('true', { purpose: 'greet' }));
    expect(containerId).toBe(ahead);
  });

  test('is thrown away as soon as the guess proves wrong', async () => {
    const first = await open();
    const before = await run(first, job('true', { purpose: 'greet' }));
    const second = await open();
    second.expect('greet');
    const ahead = await eventually(async () => (await running()).find((each) => each !== before.containerId));
    await using other = await second.start(job('sleep 60', { purpose: 'greet', user: { uid: 0, gid: 0 } }));
    expect(other.containerId).not.toBe(ahead);
    await eventually(async () => ((await running()).includes(ahead) ? undefined : true));
  });

  describe('by a head start', () => {
    const begin = (...argv: readonly string[]): Promise<HeadStart> =>
      takeHeadStart(keepsakes, { argv, folder, env: { HOME: '/home/ada' } });
    const runBegun = async (headStart: HeadStart, given: Partial<Job> = {}) => {
      const engine = await open(headStart);
      engine.expect(headStart.purpose);
      return run(engine, job('exit 5', { purpose: headStart.purpose, ...given }));
    };

    test('is made by the second of two equal command lines, before the engine is looked for', async () => {
      const first = await begin('run', 'a', 'b');
      expect(first.ready).toBeUndefined();
      await runBegun(first);
      const second = await begin('run', 'a', 'b');
      const container = await second.ready?.container;
      expect(container).toMatch(/^[0-9a-f]{64}$/);
      await expect(runBegun(second)).resolves.toMatchObject({ code: 5, containerId: container });
      await expect(begin('run', 'a', 'c')).resolves.not.toHaveProperty('ready');
    });

    test('stays while its job is kept away, and is missed by nobody when it is gone', async () => {
      await runBegun(await begin('run'));
      const second = await begin('run');
      const engine = await open(second);
      engine.expect(second.purpose);
      const container = (await second.ready?.container) ?? '';
      // Longer than it waits for somebody to come.
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      const given = { purpose: second.purpose };
      await expect(run(engine, job('exit 6', given))).resolves.toMatchObject({ code: 6, containerId: container });

      const third = await begin('run');
      const other = await open(third);
      other.expect(third.purpose);
      const doomed = docker.getContainer((await third.ready?.container) ?? '');
      await oneRunning();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await doomed.remove({ force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await expect(run(other, job('exit 7', given))).resolves.toMatchObject({ code: 7 });
    }, 20_000);

    test('is no use when the job is another after all', async () => {
      await runBegun(await begin('run'));
      const wrong = await begin('run');
      const { code, containerId } = await runBegun(wrong, { user: { uid: 0, gid: 0 } });
      expect({ code, same: containerId === (await wrong.ready?.container) }).toEqual({ code: 5, same: false });
    });

    test('is not made where one is parked', async () => {
      await runBegun(await begin('run'), { parkMs: 60_000 });
      for (const engine of engines.splice(0)) await engine.release();
      await expect(begin('run')).resolves.not.toHaveProperty('ready');
    });

    test('that the engine never answers is not waited for longer than any other answer', async () => {
      await runBegun(await begin('run'));
      const { purpose, ready } = await begin('run');
      const never = {
        container: new Promise<string>(() => undefined),
        description: ready?.description ?? '',
        giveBack: () => Promise.resolve(),
      };
      const engine = await createTestEngine({ keepsakes, headStart: { purpose, ready: never }, answerMs: 500 });
      engines.push(engine);
      engine.expect(purpose);
      await expect(run(engine, job('exit 5', { purpose }))).resolves.toMatchObject({ code: 5 });
    });

    test('is gone at once when its command ends without a need for it', async () => {
      await runBegun(await begin('run'));
      const unused = await begin('run');
      const engine = await open(unused);
      const container = (await unused.ready?.container) ?? '';
      await engine.release();
      await eventually(async () => ((await inspect(container)) === undefined ? true : undefined));
    });

    test('is gone at once when its command ends before the engine has been found', async () => {
      await runBegun(await begin('run'));
      const unused = await begin('run');
      await unused.ready?.giveBack();
      const container = (await unused.ready?.container) ?? '';
      await eventually(async () => ((await inspect(container)) === undefined ? true : undefined));
    });

    test('that the engine refuses costs nothing but time', async () => {
      await runBegun(await begin('run'));
      const [file = ''] = (await readdir(keepsakes)).filter((name) => name.startsWith('job-'));
      const text = await readFile(path.join(keepsakes, file), 'utf8');
      await writeFile(path.join(keepsakes, file), text.replace(/"description":".*?[^\\]"/, '"description":"{}"'));
      await expect(runBegun(await begin('run'))).resolves.toMatchObject({ code: 5 });
    });
  });

  describe('and parked', () => {
    const parkMs = 60_000;
    const park = async (given: Partial<Job> = {}): Promise<string> => {
      const engine = await open();
      const { containerId } = await run(engine, job('true', { parkMs, ...given }));
      await engine.release();
      await eventually(async () => ((await running()).includes(containerId) ? undefined : true));
      return oneRunning();
    };

    test('takes the job of the next command', async () => {
      const parked = await park();
      const { containerId, stdout, code } = await run(await open(), job('echo hi; exit 3', { parkMs }));
      expect({ containerId, stdout, code }).toEqual({ containerId: parked, stdout: 'hi\n', code: 3 });
    });

    test('is used once', async () => {
      const parked = await park();
      const [engine, other] = [await open(), await open()];
      const [one, two] = await Promise.all([
        run(engine, job('hostname; sleep 0.2', { parkMs })),
        run(other, job('hostname; sleep 0.2', { parkMs })),
      ]);
      expect([one.containerId, two.containerId].filter((each) => each === parked)).toHaveLength(1);
    });

    test('holds nothing of the job before or after it', async () => {
      const secret = 'correct-horse-battery-staple';
      const parked = await park({ env: { TOKEN: secret }, command: ['echo', secret] });
      expect(JSON.stringify(await docker.getContainer(parked).inspect())).not.toContain(secret);
      const files = await readdir(keepsakes);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        expect(await readFile(path.join(keepsakes, file), 'utf8')).not.toContain(secret);
      }
    });

    test('is passed over when its mount is another folder now', async () => {
      const source = path.join(folder, 'mounted');
      await mkdir(source);
      const mounts = [{ source, target: '/data', readOnly: false }];
      const parked = await park({ mounts });
      await rename(source, `${source}-old`);
      await mkdir(source);
      await writeFile(path.join(source, 'new'), '');
      const { containerId, stdout } = await run(await open(), job('ls /data', { mounts, parkMs }));
      expect({ stdout, same: containerId === parked }).toEqual({ stdout: 'new\n', same: false });
    });

    test('is thrown away when its tag names another image now', async () => {
      const tag = `ahead-${id}`;
      const moving = `polycrate-test:${tag}`;
      await docker.getImage(image).tag({ repo: 'polycrate-test', tag });
      const parked = await park({ image: moving });
      const container = await docker.createContainer({ Image: image, Labels: { [TEST_LABEL]: '1' }, Cmd: ['true'] });
      await container.commit({ repo: 'polycrate-test', tag });
      await container.remove();
      try {
        const { containerId, code } = await run(await open(), job('true', { image: moving, parkMs }));
        expect({ code, same: containerId === parked }).toEqual({ code: 0, same: false });
      } finally {
        await eventually(async () => ((await running()).includes(parked) ? undefined : true));
        for (const engine of engines.splice(0)) await engine.release();
        for (const each of await running())
          await docker
            .getContainer(each)
            .remove({ force: true })
            .catch(() => undefined);
        await docker.getImage(moving).remove({ force: true });
      }
    });

    test('that is gone costs nothing but time', async () => {
      const parked = await park();
      await docker.getContainer(parked).remove({ force: true });
      await expect(run(await open(), job('exit 4', { parkMs }))).resolves.toMatchObject({ code: 4 });
    });

    test('is one of a few: what was left first makes room for what is left last', async () => {
      const parked: string[] = [];
      for (let at = 0; at <= MOST_PARKED; at += 1) {
        const engine = await open();
        const { containerId } = await run(engine, job('true', { parkMs, labels: { ...labels(), at: String(at) } }));
        await engine.release();
        parked.push(
          await eventually(async () =>
            (await running()).find((each) => each !== containerId && !parked.includes(each)),
          ),
        );
      }
      const [first = '', ...others] = parked;
      await eventually(async () => ((await running()).includes(first) ? undefined : true));
      await expect(running()).resolves.toEqual(expect.arrayContaining(others));
    }, 30_000);

    test('is left alone by those who park none', async () => {
      const parked = await park();
      const { containerId } = await run(await open(), job('true'));
      expect(containerId).not.toBe(parked);
      await expect(running()).resolves.toContain(parked);
    });

    test('ends by itself when no job comes', async () => {
      const engine = await open();
      await run(engine, job('true', { parkMs: 1_000 }));
      await engine.release();
      await eventually(async () => {
        const left = await docker.listContainers({ all: true, filters: { label: [`${LABEL}=${id}`] } });
        return left.length === 0 ? true : undefined;
      });
    });
  });
});
