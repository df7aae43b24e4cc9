import { execFileSync } from 'node:child_process';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { createTestEngine, prepareTestImage, waitUntilGone } from '../support/engine.ts';
import { describeContainerEngine } from './engine-suite.ts';

describeContainerEngine('the fake', async () => {
  const engine = new FakeContainerEngine({ images: ['fake:1'] });
  return {
    engine,
    image: 'fake:1',
    async expectNothingLeft() {
      const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => /^sleep 6[01]$/.test(line));
      if (engine.running > 0 || processes.length > 0) throw new Error(`still running: ${engine.running}, ${processes.join(', ')}`);
    },
  };
});

describeContainerEngine('the engine of this machine', async () => ({
  image: await prepareTestImage(),
  engine: await createTestEngine(),
  async expectNothingLeft(job) {
    await waitUntilGone(job.name, 2_000);
  },
}));
