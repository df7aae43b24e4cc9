import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import Docker from 'dockerode';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Problem } from '../../src/errors.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { createJob, createTestEngine, prepareTestImage } from '../support/engine.ts';

const opened: ContainerEngine[] = [];
const removals: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  // The fake has given no name to this machine's engine.
  for (const remove of removals.splice(0)) await remove().catch(() => undefined);
  for (const engine of opened.splice(0)) await engine.release();
});

const harnesses = {
  'the fake engine': (image: string) => Promise.resolve(new FakeContainerEngine({ images: [describeImage(image)] })),
  docker: () => createTestEngine(),
};

describe.each(Object.entries(harnesses))('images of %s', (_name, open) => {
  test('are found by their ids, with their platform, and stay while a container has them', async () => {
    const image = await prepareTestImage();
    const engine = await open(image);
    opened.push(engine);
    const named = await engine.findImage(image);
    expect(named).toMatchObject({ digests: [], platform: expect.stringMatching(/^linux\/\w+$/) });
    const id = named?.id ?? '';
    await using running = await engine.start(createJob(id, 'exec sleep 60.25'));
    expect(running.containerId).not.toBe('');
    expect(await engine.removeImage(id)).toBe('in use');
    expect((await engine.findImage(id))?.id).toBe(id);
  });

  test('travel as a stream, without their names, and get them again', async () => {
    const image = await prepareTestImage();
    const engine = await open(image);
    opened.push(engine);
    const { id = '' } = (await engine.findImage(image)) ?? {};
    const { signal } = new AbortController();
    const archive = await buffer(await engine.exportImage(id, signal));
    // Compressed as well: an engine finds that out itself.
    const loaded = await engine.loadImage(Readable.from([gzipSync(archive, { level: 1 })]), signal);
    expect(loaded).toEqual([id]);
    const name = `polycrate-test:carried-${randomBytes(4).toString('hex')}`;
    await engine.tagImage(id, name);
    expect(await engine.findImage(name)).toMatchObject({ id, tags: expect.arrayContaining([name]) });
    removals.push(() => new Docker().getImage(name).remove());
    await expect(engine.loadImage(Readable.from([Buffer.from('no image')]), signal)).rejects.toBeDefined();
    await expect(engine.exportImage(id, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(engine.loadImage(Readable.from([archive]), AbortSignal.abort())).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    const broken = Readable.from(
      (function* () {
        yield archive.subarray(0, 1000);
        throw new Problem('BUNDLE_INVALID', 'cut short');
      })(),
    );
    await expect(engine.loadImage(broken, signal)).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
  });
});
