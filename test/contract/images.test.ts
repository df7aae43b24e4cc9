import { afterEach, describe, expect, test } from '@jest/globals';
import type { ContainerEngine } from '../../src/run/index.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { createJob, createTestEngine, prepareTestImage } from '../support/engine.ts';

const opened: ContainerEngine[] = [];
afterEach(async () => {
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
});
