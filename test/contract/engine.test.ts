import { expect } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { createTestEngine, prepareTestImage, waitUntilGone } from '../support/engine.ts';
import { describeContainerEngine } from './engine-suite.ts';

describeContainerEngine('the fake', () => {
  const engine = new FakeContainerEngine({ images: ['fake:1'] });
  return Promise.resolve({
    engine,
    image: 'fake:1',
    expectNothingLeft() {
      const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => /^sleep 60\.[27]5$/.test(line));
      expect({ jobs: engine.running, processes }).toEqual({ jobs: 0, processes: [] });
      return Promise.resolve();
    },
  });
});

describeContainerEngine('the engine of this machine', async () => ({
  image: await prepareTestImage(),
  engine: await createTestEngine(),
  async expectNothingLeft(job) {
    await waitUntilGone(job.name, 2_000);
  },
}));
