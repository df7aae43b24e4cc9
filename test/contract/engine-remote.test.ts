import { afterAll, beforeAll } from '@jest/globals';
import { createEngine } from '../../src/adapters/engine/index.ts';
import { prepareTestImage, waitUntilGone } from '../support/engine.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { describeContainerEngine } from './engine-suite.ts';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
}, 60_000);
afterAll(async () => {
  await sshd[Symbol.asyncDispose]();
});

describeContainerEngine('an engine behind ssh', async () => ({
  image: await prepareTestImage(),
  engine: await createEngine({ explicit: sshd.url, env: sshd.env, uid: process.getuid?.() ?? 0, home: '/nonexistent' }),
  async expectNothingLeft(job) {
    await waitUntilGone(job.name, 2_000);
  },
}));
