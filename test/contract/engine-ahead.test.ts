import { describe, expect, test } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { takeHeadStart } from '../../src/adapters/engine/head-start.ts';
import type { HeadStart, Job } from '../../src/run/index.ts';
import { useAhead } from '../support/ahead.ts';
import { readAll, waitUntilGone } from '../support/engine.ts';
import { eventually } from '../support/parked.ts';

describe('a container made ahead', () => {
  const ahead = useAhead();
  const { docker, open, job, running, inspect, oneRunning, isGone, run } = ahead;

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
    await isGone(ahead);
  });

  describe('by a head start', () => {
    const begin = (...argv: readonly string[]): Promise<HeadStart> =>
      takeHeadStart(ahead.keepsakes, { argv, folder: ahead.folder, env: { HOME: '/home/ada' } });
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
      await ahead.releaseAll();
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
      const engine = await open({ purpose, ready: never }, { answerMs: 500 });
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
      const [file = ''] = (await readdir(ahead.keepsakes)).filter((name) => name.startsWith('job-'));
      const text = await readFile(path.join(ahead.keepsakes, file), 'utf8');
      await writeFile(path.join(ahead.keepsakes, file), text.replace(/"description":".*?[^\\]"/, '"description":"{}"'));
      await expect(runBegun(await begin('run'))).resolves.toMatchObject({ code: 5 });
    });
  });
});
