import { describe, expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MOST_PARKED } from '../../src/adapters/engine/parking.ts';
import type { Job } from '../../src/run/index.ts';
import { useAhead } from '../support/ahead.ts';
import { TEST_LABEL } from '../support/engine.ts';
import { eventually } from '../support/parked.ts';

describe('a container made ahead and parked', () => {
  const ahead = useAhead();
  const { docker, labels, open, job, running, oneRunning, isGone, run } = ahead;

  const parkMs = 60_000;
  const park = async (given: Partial<Job> = {}): Promise<string> => {
    const engine = await open();
    const { containerId } = await run(engine, job('true', { parkMs, ...given }));
    await engine.release();
    await isGone(containerId);
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
    const entries = await readdir(ahead.keepsakes, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const { parentPath, name } of files)
      expect(await readFile(path.join(parentPath, name), 'utf8')).not.toContain(secret);
  });

  test('is passed over when its mount is another folder now', async () => {
    const source = path.join(ahead.folder, 'mounted');
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
    const tag = `ahead-${ahead.id}`;
    const moving = `polycrate-test:${tag}`;
    await docker.getImage(ahead.image).tag({ repo: 'polycrate-test', tag });
    const parked = await park({ image: moving });
    const container = await docker.createContainer({
      Image: ahead.image,
      Labels: { [TEST_LABEL]: '1' },
      Cmd: ['true'],
    });
    await container.commit({ repo: 'polycrate-test', tag });
    await container.remove();
    try {
      const { containerId, code } = await run(await open(), job('true', { image: moving, parkMs }));
      expect({ code, same: containerId === parked }).toEqual({ code: 0, same: false });
    } finally {
      await isGone(parked);
      await ahead.releaseAll();
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
      const { containerId } = await run(engine, job('true', { parkMs, labels: { ...labels, at: String(at) } }));
      await engine.release();
      parked.push(
        await eventually(async () => (await running()).find((each) => each !== containerId && !parked.includes(each))),
      );
    }
    const [first = '', ...others] = parked;
    await isGone(first);
    await expect(running()).resolves.toEqual(expect.arrayContaining(others));
  }, 30_000);

  test('is the only one when commands of its kind end together: nobody could find another', async () => {
    const engines = await Promise.all([open(), open(), open()]);
    const ran = await Promise.all(engines.map((engine) => run(engine, job('sleep 0.5', { parkMs }))));
    for (const engine of engines) await engine.release();
    for (const { containerId } of ran) await isGone(containerId);
    await oneRunning();
    await eventually(async () => ((await ahead.list()).length === 1 ? true : undefined));
  });

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
      return (await ahead.list()).length === 0 ? true : undefined;
    });
  });
});
